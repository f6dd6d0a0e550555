/// Reads files of rows: finds format, compression, encoding and dialect, gives one record after
/// another, and proposes types with evidence.
///
/// A file is read front to back, once, in memory that does not grow with it. Nothing is repaired:
/// the text of a cell is what the file holds. Uses `catalog`, `sharing` and `rows`. Start reading
/// at [org.citycatalog.ingest.SourceReader] for what is read, and at [org.citycatalog.ingest.Loads]
/// for how a file becomes a version.
@NullMarked
package org.citycatalog.ingest;

import org.jspecify.annotations.NullMarked;
