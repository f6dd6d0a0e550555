package org.citycatalog.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.disk.Folders;
import org.citycatalog.rows.RowIndexBuilder;
import org.jspecify.annotations.Nullable;

/// Reads one source file into a complete index folder. Counts can be watched from other threads.
final class IndexBuild {
  /// Stops a build that was cancelled.
  static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final int CHECK_EVERY = 1024;

  private final Source source;
  private final TableSchema schema;
  private final LoadRequest request;
  private final Path building;
  private final int workers;
  private final BooleanSupplier cancelled;
  private volatile @Nullable RowIndexBuilder builder;
  private volatile long bytesRead;
  private volatile long kept;
  private volatile long rejected;

  IndexBuild(
      Source source,
      TableSchema schema,
      LoadRequest request,
      Path building,
      int workers,
      BooleanSupplier cancelled) {
    this.source = source;
    this.schema = schema;
    this.request = request;
    this.building = building;
    this.workers = workers;
    this.cancelled = cancelled;
  }

  /// How far the build is; exact when it has ended.
  Load.Report report() {
    RowIndexBuilder current = builder;
    return new Load.Report(
        bytesRead, kept + rejected, kept, rejected, current == null ? 0 : current.unreadable());
  }

  /// Builds the index; what could not be read goes to the quarantine even where the load is refused
  /// for it.
  ///
  /// @param load names the quarantine's file
  /// @throws UnreadableFileException if the file does not fit the schema or breaks more than is
  ///   tolerated
  /// @throws CancelledException if asked to stop
  void build(String load, Quarantine quarantine) throws IOException {
    Folders.delete(building);
    AtomicInteger blocks = new AtomicInteger();
    try (SourceReader records = source.open()) {
      ColumnMapping mapping = ColumnMapping.of(schema, records.columns(), source.dialect());
      try (RowIndexBuilder index =
          new RowIndexBuilder(
              building,
              schema,
              workers,
              block -> {
                blocks.accumulateAndGet(block + 1, Math::max);
                return quarantine.part(building, block);
              })) {
        builder = index;
        boolean tooMuch = false;
        for (SourceRecord record = records.next();
            record != null && !tooMuch;
            record = records.next()) {
          if (record.rejection() != null) {
            String text = record.text();
            index.reject(record.line(), text == null ? "" : text, record.rejection());
          } else {
            index.add(record.line(), mapping.apply(record.cells()));
          }
          if ((index.kept() + index.rejected()) % CHECK_EVERY == 0 || record.rejection() != null) {
            note(index, records);
            tooMuch = isTooMuch(index);
          }
        }
        note(index, records);
        index.finish();
        quarantine.complete(load, building, blocks.get());
        refuseTooMuch(index);
      }
      Folders.sync(building);
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private void note(RowIndexBuilder index, SourceReader records) throws CancelledException {
    bytesRead = records.bytesRead();
    kept = index.kept();
    rejected = index.rejected();
    if (cancelled.getAsBoolean()) {
      throw new CancelledException();
    }
  }

  private boolean isTooMuch(RowIndexBuilder index) {
    Long maxUnreadable = request.maxUnreadable();
    return index.rejected() > request.maxRejected()
        || (maxUnreadable != null && index.unreadable() > maxUnreadable);
  }

  private void refuseTooMuch(RowIndexBuilder index) throws UnreadableFileException {
    if (index.rejected() > request.maxRejected()) {
      throw new UnreadableFileException(
          "too-many-rejected",
          "%d rows were rejected, %d are tolerated; the first ones are in the load's quarantine"
              .formatted(index.rejected(), request.maxRejected()));
    }
    Long maxUnreadable = request.maxUnreadable();
    if (maxUnreadable != null && index.unreadable() > maxUnreadable) {
      throw new UnreadableFileException(
          "too-many-unreadable",
          "%d cells break the schema, %d are tolerated; the first ones are in the load's quarantine"
              .formatted(index.unreadable(), maxUnreadable));
    }
  }
}
