package org.citycatalog.ingest;

import org.citycatalog.catalog.ColumnType;

/// A cell that is not of a type its column might have had.
///
/// @param text its first 200 characters
/// @param type the type it speaks against
public record CounterExample(long line, String text, ColumnType type) {}
