package org.citycatalog.rows;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The time that a question may take, which ends what takes longer.
///
/// It goes with the thread: what a question spends its time with, terms of an index and conditions
/// on documents, is deep inside Lucene, which hands nothing through to there. Outside a question
/// nothing is limited.
final class QueryTime {
  private static final ThreadLocal<@Nullable QueryTime> OF_THREAD = new ThreadLocal<>();

  private final Duration limit;
  private final long start = System.nanoTime();

  private QueryTime(Duration limit) {
    this.limit = limit;
  }

  /// What is limited.
  interface Work<T> {
    T done() throws IOException;
  }

  /// Does work on this thread that takes no longer. Of one within another the outer one's time
  /// counts.
  ///
  /// @throws QueryTooSlowException where it would
  static <T> T within(Duration limit, Work<T> work) throws IOException {
    if (OF_THREAD.get() != null) {
      return work.done();
    }
    OF_THREAD.set(new QueryTime(limit));
    try {
      return work.done();
    } finally {
      OF_THREAD.remove();
    }
  }

  /// Does work on this thread that is not the question's own, and takes as long as it takes.
  static <T> T outside(Work<T> work) throws IOException {
    QueryTime time = OF_THREAD.get();
    OF_THREAD.remove();
    try {
      return work.done();
    } finally {
      OF_THREAD.set(time);
    }
  }

  /// Ends the question of this thread if its time is over. Takes as long as fifty simple
  /// operations.
  static void check() {
    QueryTime time = OF_THREAD.get();
    if (time != null && System.nanoTime() - time.start > time.limit.toNanos()) {
      throw new QueryTooSlowException(time.limit);
    }
  }
}
