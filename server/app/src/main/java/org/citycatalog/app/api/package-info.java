/// The HTTP face of the catalog: reads requests against the contract, asks the engine, and writes
/// what it answers.
///
/// A request goes through [org.citycatalog.app.api.EdgeFilter] (request id, log), the caller's and
/// the parameters' filters and, with a body, [org.citycatalog.app.api.JsonBodyReader]; what gets to
/// a resource is of the contract's form. One resource class per tag. Every failure ends in
/// [org.citycatalog.app.api.FailureMapper]. Jakarta REST and JSON-B are used only here.
@NullMarked
package org.citycatalog.app.api;

import org.jspecify.annotations.NullMarked;
