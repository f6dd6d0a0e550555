/// The contract in Java: one interface per tag, generated from `openapi.yaml` at build time, and
/// the wire records in `model`. Only the annotation here is written by hand.
@NullMarked
package org.citycatalog.api;

import org.jspecify.annotations.NullMarked;
