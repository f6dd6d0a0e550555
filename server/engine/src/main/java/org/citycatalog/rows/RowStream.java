package org.citycatalog.rows;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.citycatalog.catalog.Item;
import org.jspecify.annotations.Nullable;

/// Every row that matches a question, in its order, all of one version. One thread only.
public interface RowStream extends Closeable {
  long version();

  List<Item> columns();

  /// How many rows there are in all, exact.
  long total();

  /// How many rows it has given so far.
  long given();

  /// The next row, null behind the last.
  @Nullable Row next() throws IOException;
}
