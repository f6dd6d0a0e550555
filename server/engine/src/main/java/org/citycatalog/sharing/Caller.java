package org.citycatalog.sharing;

import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;

/// Who is asking. Nobody known is [#ANONYMOUS].
///
/// @param key id of the API key, `anonymous` without one
/// @param provider the provider whose datasets the caller keeps, null where it keeps none
public record Caller(
    Kind kind, String key, @Nullable ProviderNamespace provider, @Nullable Uscc organisation) {
  public static final Caller ANONYMOUS = new Caller(Kind.PUBLIC, "anonymous", null, null);

  /// What kind of caller.
  public enum Kind {
    PUBLIC,
    ENTERPRISE,
    RESEARCH,
    DEPARTMENT,
    OPERATOR
  }

  public boolean keeps(ProviderNamespace namespace) {
    return kind == Kind.OPERATOR || namespace.equals(provider);
  }
}
