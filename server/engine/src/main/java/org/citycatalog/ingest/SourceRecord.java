package org.citycatalog.ingest;

import org.jspecify.annotations.Nullable;

/// One record of a file, or one whose shape cannot be read.
///
/// @param line where it starts: line of a text file, row of a sheet, number of an element; from 1
/// @param cells one per column of the file, as delivered; null where the record has no such cell.
///   Not to be changed.
/// @param rejection why its shape cannot be read, one English sentence; null for a good record
/// @param text the start of a rejected record as delivered, at most 500 characters
@SuppressWarnings(
    "ArrayRecordComponent") // made three million times a load; a list would cost a copy each
public record SourceRecord(
    long line, @Nullable String[] cells, @Nullable String rejection, @Nullable String text) {}
