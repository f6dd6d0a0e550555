package org.citycatalog.search;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A page of hits.
///
/// An entry that does not change while a caller pages is on exactly one page, whatever happens to
/// other entries. Total and facets are of the moment of the page.
///
/// @param total entries that match, exact
/// @param facets by `theme`, `provider`, `format`, `sharing`, `opening` and `updateCycle`: counts
///   over all hits, most frequent first, equal ones by value; exact, none of them zero
/// @param next cursor of the next page, null on the last
public record SearchPage(
    long total, List<SearchHit> hits, Map<String, List<FacetCount>> facets, @Nullable String next)
    implements SearchAnswer {
  public SearchPage {
    hits = List.copyOf(hits);
  }
}
