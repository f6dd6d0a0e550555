package org.citycatalog.rows;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The time that a question may take, which ends what takes longer, and the places for slow ones.
///
/// A question that has taken a tenth of its time is a slow one, and goes on in one of few places,
/// so that slow ones together leave processors to the quick. It goes with the thread: what a
/// question spends its time with, terms of an index and conditions on documents, is deep inside
/// Lucene, which hands nothing through to there. Outside a question nothing is limited.
final class QueryTime {
  private static final ThreadLocal<@Nullable Question> OF_THREAD = new ThreadLocal<>();

  private static final int SLOW = 10; // part of the time

  private final Duration limit;
  private final Semaphore places;

  /// @param slowOnes that may go on at the same time
  QueryTime(Duration limit, int slowOnes) {
    this.limit = limit;
    this.places = new Semaphore(slowOnes, true);
  }

  /// What is limited.
  interface Work<T> {
    T done() throws IOException;
  }

  /// Does work on this thread that takes no longer. Of one within another the outer one's time
  /// counts.
  ///
  /// @throws QueryTooSlowException where it would
  <T> T within(Work<T> work) throws IOException {
    if (OF_THREAD.get() != null) {
      return work.done();
    }
    Question question = new Question();
    OF_THREAD.set(question);
    try {
      return work.done();
    } finally {
      OF_THREAD.remove();
      question.end();
    }
  }

  /// Does work on this thread that is not the question's own, and takes as long as it takes.
  static <T> T outside(Work<T> work) throws IOException {
    Question question = OF_THREAD.get();
    OF_THREAD.remove();
    try {
      return work.done();
    } finally {
      OF_THREAD.set(question);
    }
  }

  /// Ends the question of this thread if its time is over; makes it wait where it is a slow one and
  /// as many go on. Mostly takes as long as fifty simple operations.
  ///
  /// No lock that a quick question needs may be held.
  static void check() {
    Question question = OF_THREAD.get();
    if (question != null) {
      question.check();
    }
  }

  /// Waits for what another thread makes, no longer than the question of this thread may take.
  ///
  /// @throws ExecutionException if it could not be made
  static <T> T awaited(CompletableFuture<T> made) throws ExecutionException {
    Question question = OF_THREAD.get();
    try {
      return question == null ? made.get() : question.awaited(made);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new ExecutionException(stopped);
    }
  }

  private final class Question {
    private final long start = System.nanoTime();
    private boolean hasPlace;

    void check() {
      long left = left();
      if (left < 0) {
        throw tooSlow();
      }
      if (!hasPlace && left < limit.toNanos() / SLOW * (SLOW - 1)) {
        takePlace(left);
      }
    }

    long left() {
      return limit.toNanos() - (System.nanoTime() - start);
    }

    <T> T awaited(CompletableFuture<T> made) throws ExecutionException, InterruptedException {
      try {
        return made.get(left(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        throw tooSlow();
      }
    }

    private void takePlace(long left) {
      try {
        hasPlace = places.tryAcquire(left, TimeUnit.NANOSECONDS);
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      if (!hasPlace) {
        throw tooSlow();
      }
    }

    void end() {
      if (hasPlace) {
        places.release();
      }
    }

    private QueryTooSlowException tooSlow() {
      return new QueryTooSlowException(limit);
    }
  }
}
