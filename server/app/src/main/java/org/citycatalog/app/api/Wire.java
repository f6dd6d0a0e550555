package org.citycatalog.app.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.citycatalog.api.model.LocalText;
import org.jspecify.annotations.Nullable;

/// Small values of the engine as they are on the wire.
final class Wire {
  private Wire() {}

  static LocalText text(org.citycatalog.catalog.LocalText text) {
    return new LocalText(text.zh(), text.en());
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }
}
