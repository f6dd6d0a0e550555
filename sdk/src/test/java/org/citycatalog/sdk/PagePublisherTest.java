package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PagePublisherTest {
  private static final String DONE = "完";

  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /// Pages of three, the last one of one; counts what is fetched and what is closed.
  private static final class Numbers implements Paged<Integer> {
    private final AtomicInteger fetched = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final int pages;

    Numbers(int pages) {
      this.pages = pages;
    }

    @Override
    public long total() {
      return pages * 3L;
    }

    @Override
    public Stream<List<Integer>> pages() {
      return IntStream.range(0, pages)
          .mapToObj(page -> {
            fetched.incrementAndGet();
            if (page == 5) {
              throw Cursors.incomplete("第五页");
            }
            return List.of(page * 3, page * 3 + 1, page * 3 + 2);
          })
          .onClose(closed::incrementAndGet);
    }

    @Override
    public List<Integer> first(int count) {
      return stream().limit(count).toList();
    }
  }

  /// Writes down every signal; asks when the test does.
  private static final class Listener implements Flow.Subscriber<Integer> {
    private final LinkedBlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Flow.Subscription> subscriptions =
        new LinkedBlockingQueue<>();
    private final long atOnce;

    Listener(long atOnce) {
      this.atOnce = atOnce;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      if (atOnce > 0) {
        subscription.request(atOnce);
      }
      subscriptions.add(subscription);
    }

    @Override
    public void onNext(Integer item) {
      signals.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      signals.add(failure);
    }

    @Override
    public void onComplete() {
      signals.add(DONE);
    }

    Object next() throws InterruptedException {
      Object signal = signals.poll(20, TimeUnit.SECONDS);
      assertThat(signal).as("a signal within 20 s").isNotNull();
      return signal;
    }

    List<Object> next(int count) throws InterruptedException {
      List<Object> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(next());
      }
      return all;
    }
  }

  private Listener listener(Paged<Integer> paged, long atOnce) {
    Listener listener = new Listener(atOnce);
    paged.publisher(threads).subscribe(listener);
    return listener;
  }

  @Test
  void everything_comes_in_order_and_then_the_end() throws InterruptedException {
    Numbers numbers = new Numbers(4);

    List<Object> signals = listener(numbers, Long.MAX_VALUE).next(13);

    List<Object> expected = new ArrayList<>(IntStream.range(0, 12).boxed().toList());
    expected.add(DONE);
    assertThat(signals).isEqualTo(expected);
    assertThat(numbers.closed).hasValue(1);
  }

  @Test
  void no_page_is_fetched_before_it_is_asked_for() throws InterruptedException {
    Numbers numbers = new Numbers(4);
    Listener listener = listener(numbers, 0);
    Flow.Subscription subscription = listener.subscriptions.take();
    assertThat(numbers.fetched).hasValue(0);

    subscription.request(2);
    List<Object> two = listener.next(2);
    subscription.request(1);
    List<Object> three = listener.next(1);

    assertThat(two).isEqualTo(List.of(0, 1));
    assertThat(three).isEqualTo(List.of(2));
    assertThat(numbers.fetched).hasValue(1);
    subscription.request(1);
    assertThat(listener.next()).isEqualTo(3);
    assertThat(listener.signals).isEmpty();
    assertThat(numbers.fetched).hasValue(2);
  }

  @Test
  void a_failure_comes_after_what_was_before_it_and_nothing_after() throws InterruptedException {
    Listener listener = listener(new Numbers(9), 100);

    List<Object> signals = listener.next(16);

    assertThat(signals.subList(0, 15)).isEqualTo(IntStream.range(0, 15).boxed().toList());
    assertThat(signals.get(15)).isInstanceOf(IncompleteAnswerException.class);
    listener.subscriptions.take().request(5);
    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.signals).isEmpty();
  }

  @Test
  void a_subscriber_that_leaves_gets_nothing_more_and_the_pages_are_closed()
      throws InterruptedException {
    Numbers numbers = new Numbers(4);
    Listener listener = listener(numbers, 1);
    listener.next();

    Flow.Subscription subscription = listener.subscriptions.take();
    subscription.cancel();
    subscription.request(9);

    threads.shutdown();
    assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    assertThat(listener.signals).isEmpty();
    assertThat(numbers.closed).hasValue(1);
    assertThat(numbers.fetched).hasValue(1);
  }

  @Test
  void to_ask_for_nothing_is_an_error_of_the_subscriber() throws InterruptedException {
    Listener listener = listener(new Numbers(1), 0);

    listener.subscriptions.take().request(0);

    assertThat(listener.next()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void each_subscriber_reads_from_the_beginning_and_an_empty_answer_just_ends()
      throws InterruptedException {
    Flow.Publisher<Integer> publisher = new Numbers(1).publisher(threads);
    Listener first = new Listener(9);
    Listener second = new Listener(9);

    publisher.subscribe(first);
    publisher.subscribe(second);

    assertThat(first.next(4)).isEqualTo(List.of(0, 1, 2, DONE));
    assertThat(second.next(4)).isEqualTo(List.of(0, 1, 2, DONE));
    assertThat(listener(new Numbers(0), 1).next()).isEqualTo(DONE);
  }

  @Test
  void an_executor_that_is_closed_is_told_to_the_subscriber() throws InterruptedException {
    threads.shutdown();

    assertThat(listener(new Numbers(1), 1).next())
        .isInstanceOf(java.util.concurrent.RejectedExecutionException.class);
  }
}
