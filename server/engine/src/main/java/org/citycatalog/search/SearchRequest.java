package org.citycatalog.search;

import java.util.List;
import org.citycatalog.catalog.AccessClass;
import org.jspecify.annotations.Nullable;

/// A question to the catalog. Each filter's values are alternatives; an empty filter filters
/// nothing.
///
/// @param q words to find, null for every entry; at most 500 characters
/// @param theme codes of vocabulary `themes`
/// @param provider namespaces
/// @param format codes of vocabulary `formats`
/// @param updateCycle codes of vocabulary `update-cycles`
/// @param sort null for [Sort#RELEVANCE] with `q` and [Sort#MODIFIED] without
/// @param limit 1 to 1000 hits a page
/// @param cursor `next` of the page before
public record SearchRequest(
    @Nullable String q,
    List<String> theme,
    List<String> provider,
    List<String> format,
    List<AccessClass> sharing,
    List<AccessClass> opening,
    List<String> updateCycle,
    @Nullable Sort sort,
    int limit,
    @Nullable String cursor) {
  private static final int MAX_LIMIT = 1000;
  private static final int MAX_Q = 500;

  public SearchRequest {
    theme = List.copyOf(theme);
    provider = List.copyOf(provider);
    format = List.copyOf(format);
    sharing = List.copyOf(sharing);
    opening = List.copyOf(opening);
    updateCycle = List.copyOf(updateCycle);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit must be 1 to %d but was %d".formatted(MAX_LIMIT, limit));
    }
    if (q != null && q.codePointCount(0, q.length()) > MAX_Q) {
      throw new IllegalArgumentException(
          "q must have at most %d characters but had %d"
              .formatted(MAX_Q, q.codePointCount(0, q.length())));
    }
  }

  /// The order of the hits; equal ones are in the order of their ids.
  public enum Sort {
    /// An entry whose title or id is exactly `q` first, then entries with all its words, then the
    /// best match.
    RELEVANCE,
    /// By Chinese collation, which orders Chinese by pinyin.
    TITLE,
    /// Newest first.
    ISSUED,
    /// Newest first.
    MODIFIED
  }

  /// Every entry with the words of `q`, the first 20.
  public static SearchRequest of(@Nullable String q) {
    return new SearchRequest(
        q, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null, 20, null);
  }

  public SearchRequest withLimit(int newLimit) {
    return new SearchRequest(
        q, theme, provider, format, sharing, opening, updateCycle, sort, newLimit, cursor);
  }

  public SearchRequest withSort(Sort newSort) {
    return new SearchRequest(
        q, theme, provider, format, sharing, opening, updateCycle, newSort, limit, cursor);
  }

  public SearchRequest withCursor(@Nullable String newCursor) {
    return new SearchRequest(
        q, theme, provider, format, sharing, opening, updateCycle, sort, limit, newCursor);
  }
}
