package org.citycatalog.sdk;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/// An answer that comes in pages, fetched as they are asked for. Every method asks the server anew.
///
/// @param <T> what it is made of
public interface Paged<T> extends Iterable<T> {
  /// Counts what matches.
  ///
  /// @return the exact count
  long total();

  /// Reads page after page.
  ///
  /// @return the pages, lazily; close the stream when leaving early
  Stream<List<T>> pages();

  /// Reads the first few.
  ///
  /// @param count how many at most, 0 or more
  /// @return up to `count` of them
  List<T> first(int count);

  /// Reads everything, page after page.
  ///
  /// @return a lazy stream; close it when leaving early
  default Stream<T> stream() {
    return pages().flatMap(List::stream);
  }

  @Override
  default Iterator<T> iterator() {
    return stream().iterator();
  }
}
