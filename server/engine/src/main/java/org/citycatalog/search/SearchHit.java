package org.citycatalog.search;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.ProviderNamespace;
import org.jspecify.annotations.Nullable;

/// One entry found.
///
/// @param highlights by field (`title`, `title.en`, `summary`, `summary.en`, `keywords`, `items`,
///   `provider`, `theme`, `id`): the text, or the part of it, in which words of `q` were found,
///   between `<em>` and `</em>`; everything else is HTML-escaped
public record SearchHit(
    DatasetId id,
    LocalText title,
    LocalText summary,
    ProviderNamespace provider,
    LocalText providerName,
    @Nullable String theme,
    List<String> formats,
    AccessClass sharing,
    AccessClass opening,
    Level level,
    String updateCycle,
    LocalDate issued,
    Instant modified,
    Map<String, String> highlights) {
  public SearchHit {
    formats = List.copyOf(formats);
  }
}
