package org.citycatalog.sdk;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
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
  /// @throws IllegalArgumentException if `count` is negative
  List<T> first(int count);

  /// Reads everything, page after page.
  ///
  /// @return a lazy stream; close it when leaving early
  default Stream<T> stream() {
    return pages().flatMap(List::stream);
  }

  /// Publishes everything to each subscriber anew, no more at a time than it asks for. A page is
  /// fetched only when it is asked for something that is not in the pages before; so the end is
  /// told when more is asked for than there is. What [#stream] would throw is the subscriber's
  /// `onError`.
  ///
  /// @param executor runs the reading, which blocks a thread while a page is fetched, and the
  ///   subscriber's methods
  /// @return a publisher for any number of subscribers
  default Flow.Publisher<T> publisher(Executor executor) {
    return new PagePublisher<>(this, Objects.requireNonNull(executor));
  }

  @Override
  default Iterator<T> iterator() {
    return stream().iterator();
  }
}
