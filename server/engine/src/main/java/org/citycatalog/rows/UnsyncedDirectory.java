package org.citycatalog.rows;

import java.util.Collection;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;

/// A directory whose files need not be on disk yet: parts of an index that is synced as a whole
/// when it is complete.
final class UnsyncedDirectory extends FilterDirectory {
  UnsyncedDirectory(Directory in) {
    super(in);
  }

  @Override
  public void sync(Collection<String> names) {
    // The whole index links these files and syncs them then.
  }

  @Override
  public void syncMetaData() {
    // As above.
  }
}
