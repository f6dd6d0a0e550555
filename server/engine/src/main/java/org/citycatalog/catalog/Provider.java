package org.citycatalog.catalog;

import org.jspecify.annotations.Nullable;

/// 提供方: a unit that provides data.
public record Provider(
    ProviderNamespace namespace,
    Uscc code,
    LocalText name,
    @Nullable DivisionCode division,
    @Nullable String contact) {}
