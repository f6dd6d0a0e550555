/// The filter language: OGC CQL2 text, parsed, checked against a dataset's items, and printed.
///
/// A [org.citycatalog.cql.Predicate] is valid where it exists: its columns are items and its values
/// are of their types. What it means for missing and unreadable cells is three-valued logic: a
/// comparison with such a cell is neither true nor false, and `NOT` keeps it so. Uses `catalog`
/// alone. Start reading at `Predicate`.
@NullMarked
package org.citycatalog.cql;

import org.jspecify.annotations.NullMarked;
