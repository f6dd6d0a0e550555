package org.citycatalog.sharing.identity;

import java.util.List;
import java.util.function.Function;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.ProviderNamespace;
import org.jspecify.annotations.Nullable;

/// Reads what keys and accounts are asked for with alike, and notes what is wrong with it.
final class WantedFields {
  private WantedFields() {}

  /// The provider to which a caller is to belong, where it is one.
  static @Nullable ProviderNamespace provider(
      @Nullable String provider, CatalogStore store, List<Finding> findings) {
    ProviderNamespace namespace =
        typed(provider, ProviderNamespace::new, "bad-namespace", "/provider", findings);
    if (namespace != null && store.provider(namespace).isEmpty()) {
      List<String> known =
          store.providers().stream().map(each -> each.namespace().value()).toList();
      findings.add(
          new Finding(
              "unknown-provider",
              "/provider",
              "there is no provider '%s'".formatted(namespace),
              Nearest.of(namespace.value(), known)));
    }
    return namespace;
  }

  /// A text as what it is to be; null where it is absent or wrong.
  static <T> @Nullable T typed(
      @Nullable String text,
      Function<String, T> type,
      String code,
      String pointer,
      List<Finding> findings) {
    if (text == null) {
      return null;
    }
    try {
      return type.apply(text);
    } catch (IllegalArgumentException wrong) {
      String rule = wrong.getMessage();
      findings.add(new Finding(code, pointer, rule == null ? "not valid" : rule));
      return null;
    }
  }
}
