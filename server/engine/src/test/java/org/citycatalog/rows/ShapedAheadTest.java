package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShapedAheadTest {
  /// Work aside is done at once, never, now and then, or by other threads.
  enum Aside {
    AT_ONCE,
    NEVER,
    NOW_AND_THEN,
    BY_OTHERS
  }

  @ParameterizedTest
  @EnumSource
  void every_row_comes_once_and_in_its_order(Aside aside) throws Exception {
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      for (int rows : new int[] {0, 1, 511, 512, 513, 1024, 5_000}) {
        List<String> texts = IntStream.range(0, rows).mapToObj(Integer::toString).toList();

        assertThat(
                read(
                    new ShapedAhead(
                        stored(texts), ShapedAheadTest::shapes, executor(aside, others))))
            .isEqualTo(texts);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rows_of_megabytes_are_not_held_by_the_hundred(Aside aside) throws Exception {
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      String megabyte = "x".repeat(1 << 20);
      AtomicInteger taken = new AtomicInteger();
      ShapedAhead.Stored stored =
          () -> taken.incrementAndGet() > 100 ? null : new BytesRef(megabyte);
      ShapedAhead ahead = new ShapedAhead(stored, ShapedAheadTest::shapes, executor(aside, others));

      assertThat(ahead.next()).isNotNull();

      assertThat(taken.get()).isEqualTo(3);
      ahead.stop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_fails_is_met_by_the_reader(Aside aside) throws Exception {
    try (ExecutorService others = Executors.newFixedThreadPool(2)) {
      List<String> texts = IntStream.range(0, 2_000).mapToObj(Integer::toString).toList();
      Function<BytesRef, Row> failing =
          ref -> {
            if (ref.utf8ToString().equals("1500")) {
              throw new IllegalStateException("no mask for 1500");
            }
            return shape(ref);
          };

      assertThatThrownBy(
              () -> read(new ShapedAhead(stored(texts), () -> failing, executor(aside, others))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no mask for 1500");
      assertThatThrownBy(() ->
              read(new ShapedAhead(cutOff(), ShapedAheadTest::shapes, executor(aside, others))))
          .isInstanceOf(IOException.class)
          .hasMessage("cut off");
    }
  }

  private static Executor executor(Aside aside, ExecutorService others) {
    AtomicInteger turn = new AtomicInteger();
    return switch (aside) {
      case AT_ONCE -> Runnable::run;
      case NEVER -> work -> {};
      case NOW_AND_THEN ->
          work -> {
            if (turn.incrementAndGet() % 2 == 0) {
              work.run();
            }
          };
      case BY_OTHERS -> others;
    };
  }

  private static ShapedAhead.Stored stored(List<String> texts) {
    Iterator<String> rest = texts.iterator();
    return () -> rest.hasNext() ? new BytesRef(rest.next()) : null;
  }

  private static ShapedAhead.Stored cutOff() {
    AtomicInteger taken = new AtomicInteger();
    return () -> {
      if (taken.incrementAndGet() == 700) {
        throw new IOException("cut off");
      }
      return new BytesRef("x");
    };
  }

  /// A shape that fails where two threads use it at a time.
  private static Function<BytesRef, Row> shapes() {
    AtomicInteger users = new AtomicInteger();
    return stored -> {
      if (users.getAndIncrement() > 0) {
        throw new IllegalStateException("two threads use one shape");
      }
      Row row = shape(stored);
      users.decrementAndGet();
      return row;
    };
  }

  private static Row shape(BytesRef stored) {
    return new Row(List.of(), new String[] {stored.utf8ToString()});
  }

  private static List<@Nullable String> read(ShapedAhead ahead) throws IOException {
    List<@Nullable String> texts = new ArrayList<>();
    for (Row row = ahead.next(); row != null; row = ahead.next()) {
      texts.add(row.text(0));
    }
    return texts;
  }
}
