package org.citycatalog.app.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;

/// Gives lists page by page: each is made whole, in its order and for its caller, and then cut.
///
/// A cursor names the last element that was given. So it says nothing about elements that its
/// holder may not see, and whatever came before it meanwhile does not shift the next page.
final class ListPages {
  private final Seal seal;

  ListPages(Seal seal) {
    this.seal = seal;
  }

  /// A part of a list.
  ///
  /// @param next cursor of the next page; null on the last
  record Page<T>(List<T> elements, @Nullable String next) {
    Page {
      elements = List.copyOf(elements);
    }

    <W> List<W> map(Function<T, W> wire) {
      return elements.stream().map(wire).toList();
    }
  }

  /// Cuts one page.
  ///
  /// @param id names an element, as the caller is told it
  /// @param question the operation and what it was asked with; a cursor is of use for no other
  /// @param limit elements of a page, 1 or more
  /// @param cursor `next` of the page before; null for the first
  <T> Page<T> cut(
      List<T> all, Function<T, String> id, String question, int limit, @Nullable String cursor) {
    int from = cursor == null ? 0 : behind(all.stream().map(id).toList(), question, cursor);
    int to = Math.min(all.size() - from, limit) + from;
    String next = to == all.size() ? null : sealed(id.apply(all.get(to - 1)), question);
    return new Page<>(all.subList(from, to), next);
  }

  private int behind(List<String> ids, String question, String cursor) {
    Optional<byte[]> last = seal.open(cursor, question);
    if (last.isEmpty()) {
      throw new ComplaintException(
          Complaint.about("cursor", "cursor-invalid", "the cursor was not given for this list"));
    }
    int place = ids.indexOf(new String(last.get(), StandardCharsets.UTF_8));
    if (place < 0) {
      throw new ComplaintException(
          Complaint.about(
              "cursor", "cursor-expired", "what the page before ended with has left the list"));
    }
    return place + 1;
  }

  private String sealed(String id, String question) {
    return seal.seal(id.getBytes(StandardCharsets.UTF_8), question);
  }
}
