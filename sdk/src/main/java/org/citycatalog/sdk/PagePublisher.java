package org.citycatalog.sdk;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Publishes an answer that comes in pages, to each subscriber anew.
///
/// A page is fetched only while its subscriber has asked for more than the pages before it held, so
/// a slow subscriber slows down the reading. Fetching blocks a thread of the executor.
record PagePublisher<T>(Paged<T> paged, Executor executor) implements Flow.Publisher<T> {
  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Reading<T> reading = new Reading<>(paged, executor, Objects.requireNonNull(subscriber));
    subscriber.onSubscribe(reading);
    reading.begin();
  }

  /// One subscriber's way through the pages. All but [#request] and [#cancel] runs in one thread at
  /// a time.
  private static final class Reading<T> implements Flow.Subscription {
    private final Paged<T> paged;
    private final Executor executor;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong asked = new AtomicLong();
    // Rounds of work to do; who makes it more than 0 has them done. Not before onSubscribe is over.
    private final AtomicInteger rounds = new AtomicInteger(1);
    private volatile boolean cancelled;
    private volatile boolean askedForNothing;
    private @Nullable Stream<List<T>> pages;
    private Iterator<List<T>> following = Collections.emptyIterator();
    private Iterator<T> page = Collections.emptyIterator();
    private boolean ended;

    Reading(Paged<T> paged, Executor executor, Flow.Subscriber<? super T> subscriber) {
      this.paged = paged;
      this.executor = executor;
      this.subscriber = subscriber;
    }

    @Override
    public void request(long count) {
      if (count <= 0) {
        askedForNothing = true;
      } else {
        asked.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      work();
    }

    @Override
    public void cancel() {
      cancelled = true;
      work();
    }

    private void work() {
      if (rounds.getAndIncrement() == 0) {
        begin();
      }
    }

    void begin() {
      try {
        executor.execute(this::rounds);
      } catch (RejectedExecutionException closed) {
        fail(closed);
      }
    }

    private void rounds() {
      int done = rounds.get();
      while (done != 0) {
        round();
        done = rounds.addAndGet(-done);
      }
    }

    private void round() {
      while (!ended) {
        if (cancelled) {
          end();
        } else if (askedForNothing) {
          fail(new IllegalArgumentException("more than 0 must be asked for"));
        } else if (asked.get() == 0) {
          return;
        } else {
          next();
        }
      }
    }

    private void next() {
      boolean more;
      try {
        more = found();
      } catch (RuntimeException failure) {
        fail(failure);
        return;
      }
      if (!more) {
        end();
        subscriber.onComplete();
      } else if (!cancelled) {
        if (asked.get() != Long.MAX_VALUE) {
          asked.decrementAndGet();
        }
        give(page.next());
      }
    }

    private boolean found() {
      if (pages == null) {
        pages = paged.pages();
        following = pages.iterator();
      }
      while (!page.hasNext() && following.hasNext()) {
        page = following.next().iterator();
      }
      return page.hasNext();
    }

    /// A subscriber that throws has ended its subscription; its failure is its own.
    private void give(T item) {
      boolean taken = false;
      try {
        subscriber.onNext(item);
        taken = true;
      } finally {
        if (!taken) {
          end();
        }
      }
    }

    private void fail(RuntimeException failure) {
      end();
      subscriber.onError(failure);
    }

    private void end() {
      ended = true;
      if (pages != null) {
        pages.close();
      }
    }
  }
}
