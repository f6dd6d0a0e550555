package org.citycatalog.app.demo;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import org.citycatalog.catalog.DatasetId;

/// One dataset of the demo city: its entry, and the file a steward would load.
///
/// @param entry a `DatasetEntry` of the contract
/// @param fileName name of the file; its ending is the format, e.g. `parking.jsonl`
/// @param file the same bytes at each call
/// @param publish whether the entry is to be published once its rows are loaded
public record DemoDataset(JsonObject entry, String fileName, FileBody file, boolean publish) {
  /// The bytes of a file, in UTF-8.
  @FunctionalInterface
  public interface FileBody {
    void writeTo(OutputStream out) throws IOException;
  }

  public DatasetId id() {
    return new DatasetId(entry.getString("id"));
  }

  /// A code of vocabulary `formats`: `csv`, `jsonl` or `geojson`.
  public String format() {
    return fileName.substring(fileName.lastIndexOf('.') + 1);
  }
}
