package org.citycatalog.sdk;

import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.citycatalog.sdk.error.CatalogException;
import org.citycatalog.sdk.error.Failure;
import org.citycatalog.sdk.error.UnavailableException;
import org.citycatalog.sdk.transport.Transport;
import org.jspecify.annotations.Nullable;

/// Follows the pages of one answer, one page ahead of its reader, and checks that they make up the
/// whole of it.
///
/// The first page is taken alone, since many readers want no more; from the second on the next is
/// fetched while one is read.
final class RowPages extends AbstractSpliterator<Page> {
  private final Transport transport;
  private final Function<@Nullable String, Page> fetch;
  private @Nullable Page before;
  private @Nullable Future<Page> ahead;
  private long rows;
  private boolean ended;

  private RowPages(Transport transport, Function<@Nullable String, Page> fetch) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE);
    this.transport = transport;
    this.fetch = fetch;
  }

  static Stream<Page> stream(Transport transport, Function<@Nullable String, Page> fetch) {
    RowPages pages = new RowPages(transport, fetch);
    return StreamSupport.stream(pages, false).onClose(pages::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Page> action) {
    if (ended) {
      return false;
    }
    Page last = before;
    Page page;
    if (last == null) {
      page = fetch.apply(null);
    } else {
      page = ahead == null ? fetch.apply(last.next()) : awaited(ahead);
      ahead = null;
    }
    checkAgainst(last, page);
    rows += page.rows().size();
    String next = page.next();
    ended = next == null;
    if (rows > page.total() || (ended && rows < page.total())) {
      throw Cursors.incomplete(
          "%d rows came where the server counted %d.".formatted(rows, page.total()));
    }
    if (last != null && next != null) {
      ahead = transport.beside(() -> fetch.apply(next));
    }
    before = page;
    action.accept(page);
    return true;
  }

  private static void checkAgainst(@Nullable Page last, Page page) {
    if (last == null) {
      return;
    }
    Cursors.requireProgress(last.next(), page.next());
    if (page.version() != last.version() || page.total() != last.total()) {
      throw Cursors.incomplete(
          "The pages are not of one answer: version %d with %d rows, then version %d with %d."
              .formatted(last.version(), last.total(), page.version(), page.total()));
    }
    if (page.rows().isEmpty() && page.next() != null) {
      throw Cursors.incomplete("The server gave an empty page that is not the last.");
    }
  }

  private static Page awaited(Future<Page> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new UnavailableException(
          Failure.own(Failure.INTERRUPTED, 0, "The thread was interrupted.", null), e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof CatalogException failure) {
        failure.addSuppressed(new IllegalStateException("asked for by this thread", e));
        throw failure;
      }
      throw new IllegalStateException("a page could not be read", cause);
    }
  }

  private void close() {
    ended = true;
    if (ahead != null) {
      ahead.cancel(true);
    }
  }
}
