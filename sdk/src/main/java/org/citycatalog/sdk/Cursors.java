package org.citycatalog.sdk;

import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.citycatalog.sdk.error.Failure;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.jspecify.annotations.Nullable;

/// Follows the cursors of an answer from page to page.
final class Cursors {
  private static final int LARGEST_PAGE = 1000;

  private Cursors() {}

  /// Streams pages until one has no cursor.
  ///
  /// @param <P> the page
  /// @param fetch gets the page of a cursor, of `null` for the first
  /// @param next finds a page's cursor, `null` on the last page
  /// @return the pages, fetched as they are asked for
  static <P> Stream<P> pages(
      Function<@Nullable String, P> fetch, Function<P, @Nullable String> next) {
    return StreamSupport.stream(
        new AbstractSpliterator<P>(
            Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE) {
          private @Nullable String cursor;
          private boolean ended;

          @Override
          public boolean tryAdvance(Consumer<? super P> action) {
            if (ended) {
              return false;
            }
            P page = fetch.apply(cursor);
            String following = next.apply(page);
            requireProgress(cursor, following);
            cursor = following;
            ended = following == null;
            action.accept(page);
            return true;
          }
        },
        false);
  }

  /// Reads all of a list, page after page.
  ///
  /// @param <P> the page
  /// @param <T> what the list is made of
  /// @param fetch gets the page of a number of elements, and of a cursor, `null` for the first
  /// @param elements what a page has
  /// @param next finds a page's cursor, `null` on the last page
  /// @return everything, in the server's order
  static <P, T> List<T> all(
      BiFunction<Integer, @Nullable String, P> fetch,
      Function<P, List<T>> elements,
      Function<P, @Nullable String> next) {
    return pages(cursor -> fetch.apply(LARGEST_PAGE, cursor), next)
        .flatMap(page -> elements.apply(page).stream())
        .toList();
  }

  /// Refuses a cursor that leads to the page it came with, which would never end.
  static void requireProgress(@Nullable String cursor, @Nullable String following) {
    if (following != null && following.equals(cursor)) {
      throw incomplete("The server gave the same cursor twice.");
    }
  }

  static IncompleteAnswerException incomplete(String title) {
    return new IncompleteAnswerException(Failure.own(Failure.INCOMPLETE, 200, title, null), null);
  }
}
