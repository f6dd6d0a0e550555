package org.citycatalog.app.api;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.citycatalog.api.model.AccessClass;
import org.citycatalog.api.model.CallerKind;
import org.citycatalog.api.model.Key;
import org.citycatalog.api.model.LocalText;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.StoredKey;
import org.jspecify.annotations.Nullable;

/// Small values of the engine as they are on the wire, and back.
final class Wire {
  private Wire() {}

  static LocalText text(org.citycatalog.catalog.LocalText text) {
    return new LocalText(text.zh(), text.en());
  }

  static @Nullable LocalText textOrNull(org.citycatalog.catalog.@Nullable LocalText text) {
    return text == null ? null : text(text);
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  static @Nullable OffsetDateTime timeOrNull(@Nullable Instant instant) {
    return instant == null ? null : time(instant);
  }

  static AccessClass accessClass(org.citycatalog.catalog.AccessClass accessClass) {
    return AccessClass.fromString(accessClass.code());
  }

  static Key key(StoredKey key) {
    return Key.builder()
        .id(key.id())
        .label(key.label())
        .kind(CallerKind.fromString(key.kind()))
        .provider(key.provider() == null ? null : key.provider().value())
        .organisation(key.organisation() == null ? null : key.organisation().value())
        .made(time(key.made()))
        .revoked(timeOrNull(key.revoked()))
        .build();
  }

  /// The id of a dataset in an address. One that no dataset can have is not there, like one that none has.
  static DatasetId dataset(String text) {
    if (!DatasetId.SHAPE.matcher(text).matches()) {
      throw new ComplaintException(Complaint.of("not-found"));
    }
    return new DatasetId(text);
  }

  /// The revision that the caller has seen, from If-Match.
  static long seen(@Nullable String ifMatch) {
    if (ifMatch == null || !ifMatch.strip().matches("\"[0-9]{1,18}\"")) {
      throw new ComplaintException(
          Complaint.about(
              "If-Match", "invalid-parameter", "'If-Match' must be the ETag of one revision, as \"3\""));
    }
    String tag = ifMatch.strip();
    return Long.parseLong(tag.substring(1, tag.length() - 1));
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
