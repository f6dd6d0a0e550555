package org.citycatalog.sdk;

import java.io.IOException;
import java.nio.file.Path;
import org.citycatalog.sdk.api.LoadsApi;
import org.citycatalog.sdk.api.SchemaApi;
import org.citycatalog.sdk.model.FileEncoding;
import org.citycatalog.sdk.model.FileFormat;
import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.transport.Upload;
import org.jspecify.annotations.Nullable;

/// A file of rows about to be sent. Each method that says something about it gives a new one.
public final class FileLoad {
  private record Reading(
      @Nullable FileFormat format,
      @Nullable FileEncoding encoding,
      @Nullable Boolean header,
      @Nullable String sheet,
      @Nullable Long maxRejected,
      @Nullable Long maxUnreadable) {}

  private final DatasetHandle dataset;
  private final Path file;
  private final LoadsApi loads;
  private final SchemaApi schemas;
  private final Reading reading;

  FileLoad(DatasetHandle dataset, Path file, LoadsApi loads, SchemaApi schemas) {
    this(dataset, file, loads, schemas, new Reading(null, null, null, null, null, null));
  }

  private FileLoad(
      DatasetHandle dataset, Path file, LoadsApi loads, SchemaApi schemas, Reading reading) {
    this.dataset = dataset;
    this.file = file;
    this.loads = loads;
    this.schemas = schemas;
    this.reading = reading;
  }

  /// Says the format, which is found where nothing is said.
  ///
  /// @param format the format
  /// @return the file, read so
  public FileLoad format(FileFormat format) {
    Reading r = reading;
    return with(new Reading(format, r.encoding, r.header, r.sheet, r.maxRejected, r.maxUnreadable));
  }

  /// Says the encoding, which is found where nothing is said.
  ///
  /// @param encoding the encoding
  /// @return the file, read so
  public FileLoad encoding(FileEncoding encoding) {
    Reading r = reading;
    return with(new Reading(r.format, encoding, r.header, r.sheet, r.maxRejected, r.maxUnreadable));
  }

  /// Says whether the first line names the columns, which is found where nothing is said.
  ///
  /// @param named whether it does
  /// @return the file, read so
  public FileLoad header(boolean named) {
    Reading r = reading;
    return with(new Reading(r.format, r.encoding, named, r.sheet, r.maxRejected, r.maxUnreadable));
  }

  /// Chooses the sheet of a workbook; the first where nothing is said.
  ///
  /// @param name the sheet's name
  /// @return the file, read so
  public FileLoad sheet(String name) {
    Reading r = reading;
    return with(new Reading(r.format, r.encoding, r.header, name, r.maxRejected, r.maxUnreadable));
  }

  /// Sets how many rows may be rejected before the load is refused whole; none where nothing is
  /// said.
  ///
  /// @param rows 0 or more
  /// @return the file, read so
  public FileLoad maxRejected(long rows) {
    Reading r = reading;
    return with(new Reading(r.format, r.encoding, r.header, r.sheet, rows, r.maxUnreadable));
  }

  /// Sets how many cells may break the schema before the load is refused whole; any number where
  /// nothing is said.
  ///
  /// @param cells 0 or more
  /// @return the file, read so
  public FileLoad maxUnreadable(long cells) {
    Reading r = reading;
    return with(new Reading(r.format, r.encoding, r.header, r.sheet, r.maxRejected, cells));
  }

  private FileLoad with(Reading said) {
    return new FileLoad(dataset, file, loads, schemas, said);
  }

  /// Sends the file to have types proposed for its columns; nothing is stored.
  ///
  /// @return the proposal with its evidence, to be accepted
  /// @throws IOException if the file cannot be read
  public Proposal propose() throws IOException {
    return Proposal.of(
        this,
        dataset,
        schemas.proposeSchema(
            dataset.id(),
            Upload.of(file),
            reading.format,
            reading.encoding,
            reading.header,
            reading.sheet));
  }

  /// Sends the file and returns as soon as the server has it.
  ///
  /// @return the load to watch
  /// @throws IOException if the file cannot be read
  public LoadJob start() throws IOException {
    Load load =
        loads
            .loadRows(
                dataset.id(),
                Upload.of(file),
                reading.format,
                reading.encoding,
                reading.header,
                reading.sheet,
                reading.maxRejected,
                reading.maxUnreadable,
                "respond-async")
            .body();
    return dataset.loadJob(load.id());
  }
}
