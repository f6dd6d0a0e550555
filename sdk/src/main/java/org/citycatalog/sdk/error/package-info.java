/// Says how a call can fail: one exception class for each thing that a caller would do differently.
///
/// Everything extends [org.citycatalog.sdk.error.CatalogException], which carries the stable code,
/// the status, the request id and what to do. Start there. Uses the generated records alone.
@NullMarked
package org.citycatalog.sdk.error;

import org.jspecify.annotations.NullMarked;
