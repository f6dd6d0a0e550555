package org.citycatalog.sdk;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.citycatalog.sdk.api.DatasetsApi;
import org.citycatalog.sdk.model.Change;
import org.citycatalog.sdk.model.ChangeList;
import org.jspecify.annotations.Nullable;

/// What happened to the entries that the caller keeps, in order, to the last change there is. Every
/// method asks the server anew.
///
/// To follow the catalog, remember the sequence of the last change that was dealt with and ask for
/// what came after it. Sequences count what the caller keeps, and say nothing about others.
public final class Changes implements Iterable<Change> {
  private static final int PAGE = 1000;

  private final DatasetsApi api;
  private final long after;

  Changes(DatasetsApi api, long after) {
    if (after < 0) {
      throw new IllegalArgumentException("sequences are 0 or more but was " + after);
    }
    this.api = api;
    this.after = after;
  }

  /// Reads page after page.
  ///
  /// @return the pages, each of up to 1,000 changes, fetched as they are asked for
  public Stream<List<Change>> pages() {
    return Cursors.pages(
            cursor -> api.listChanges(cursor == null ? after : Long.parseLong(cursor), PAGE).body(),
            Changes::next)
        .map(ChangeList::changes);
  }

  private static @Nullable String next(ChangeList page) {
    return page.next() == null ? null : page.next().toString();
  }

  /// Reads every change, page after page.
  ///
  /// @return a lazy stream
  public Stream<Change> stream() {
    return pages().flatMap(List::stream);
  }

  @Override
  public Iterator<Change> iterator() {
    return stream().iterator();
  }
}
