package org.citycatalog.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.citycatalog.catalog.DatasetId;
import org.jspecify.annotations.Nullable;

/// The index of entries in one folder: written by one thread, read by many.
///
/// What is read is always a commit; a commit carries how far it follows the catalog.
final class CatalogIndex implements AutoCloseable {
  private static final String FORMAT =
      "1"; // of documents and analysis; another number means the index is built anew
  private static final String FORMAT_KEY = "citycatalog.format";

  private final Directory directory;
  private final IndexWriter writer;
  private volatile @Nullable Snapshot newest;

  private CatalogIndex(Directory directory, IndexWriter writer) {
    this.directory = directory;
    this.writer = writer;
  }

  /// Opens the index of a folder, or an empty one if there is none.
  ///
  /// @throws IOException if it cannot be read, see [#flaw(Path)]
  static CatalogIndex open(Path folder) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      IndexWriterConfig config = new IndexWriterConfig(new WordAnalyzer());
      config.setCommitOnClose(false);
      IndexWriter writer = new IndexWriter(directory, config);
      CatalogIndex index = new CatalogIndex(directory, writer);
      if (DirectoryReader.indexExists(directory)) {
        index.refresh();
      }
      return index;
    } catch (IOException | RuntimeException | Error e) {
      try {
        directory.close();
      } catch (IOException alsoClosing) {
        e.addSuppressed(alsoClosing);
      }
      throw e;
    }
  }

  /// What is wrong with the index of a folder, every byte of which is looked at.
  ///
  /// @return empty if it can be used
  static Optional<String> flaw(Path folder) {
    try (Directory directory = FSDirectory.open(folder)) {
      if (!DirectoryReader.indexExists(directory)) {
        return Optional.of("there is none");
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
        String format = reader.getIndexCommit().getUserData().get(FORMAT_KEY);
        return FORMAT.equals(format)
            ? Optional.empty()
            : Optional.of("its format is %s, not %s".formatted(format, FORMAT));
      }
    } catch (IOException | RuntimeException damaged) {
      return Optional.of(damaged.toString());
    }
  }

  /// The notes of the newest commit of a folder.
  static Map<String, String> notes(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      return SegmentInfos.readLatestCommit(directory).getUserData();
    }
  }

  /// Removes whatever the folder holds as an index.
  static void clear(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder)) {
      for (String file : directory.listAll()) {
        if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          directory.deleteFile(file);
        }
      }
    }
  }

  /// Puts the documents of an entry in place of those it has; readers see them with the next
  /// commit, all at once.
  void replace(DatasetId id, List<Document> documents) throws IOException {
    writer.updateDocuments(new Term(EntryDocuments.ENTRY, id.value()), documents);
  }

  /// Writes everything to disk and shows it to readers.
  ///
  /// @param notes kept in the commit
  void commit(Map<String, String> notes) throws IOException {
    Map<String, String> data = new HashMap<>(notes);
    data.put(FORMAT_KEY, FORMAT);
    writer.setLiveCommitData(data.entrySet());
    writer.commit();
    refresh();
  }

  /// The notes of the newest commit; empty if there is none.
  Map<String, String> notes() throws IOException {
    Snapshot snapshot = newest;
    return snapshot == null ? Map.of() : snapshot.notes();
  }

  /// The newest commit, for the caller to close.
  ///
  /// @return null if there is none or the index is closed
  @Nullable Snapshot acquire() {
    while (true) {
      Snapshot snapshot = newest;
      if (snapshot == null || snapshot.tryUse()) {
        return snapshot;
      }
    }
  }

  private void refresh() throws IOException {
    Snapshot old = newest;
    DirectoryReader reader =
        old == null ? DirectoryReader.open(directory) : DirectoryReader.openIfChanged(old.reader());
    if (reader != null) {
      newest = new Snapshot(reader);
      if (old != null) {
        old.close();
      }
    }
  }

  /// Whether it can be written to no more, after a failure.
  boolean isBroken() {
    return !writer.isOpen();
  }

  /// Gives up writing; the newest commit can still be read. Another index can be opened on the
  /// folder.
  void stopWriting() throws IOException {
    writer.rollback();
  }

  @Override
  public void close() throws IOException {
    Snapshot last = newest;
    newest = null;
    try (directory) {
      if (last != null) {
        last.close();
      }
      writer.rollback();
    }
  }
}
