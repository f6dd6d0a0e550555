package org.citycatalog.sdk;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Rows as something else.
///
/// @param <T> what they are read as
record Mapped<T>(Rows rows, Function<Row, T> mapper) implements Paged<T> {
  @Override
  public long total() {
    return rows.total();
  }

  @Override
  public Stream<List<T>> pages() {
    return rows.pages().map(page -> page.stream().map(mapper).toList());
  }

  @Override
  public List<T> first(int count) {
    return rows.first(count).stream().map(mapper).toList();
  }
}
