/// Reads and keeps the rows of dataset versions, on Lucene.
///
/// Each version has one index, which never changes once it is visible. Its documents stand in the
/// order of the source file, so a document's number is its row's place. A document keeps the text
/// of every cell as delivered; typed values are read from that text under the version's schema, so
/// nothing is lost and nothing is kept twice. Beside it stand the fields that filters, words and
/// sorts need.
///
/// A filter becomes two queries, the rows where it is true and the rows where it is false; missing
/// and unreadable cells are in neither. Uses `catalog`, `cql` and `sharing`; imports Lucene. Start
/// reading at [org.citycatalog.rows.RowReader], and at [org.citycatalog.rows.RowIndexBuilder] for
/// how an index is made.
@NullMarked
package org.citycatalog.rows;

import org.jspecify.annotations.NullMarked;
