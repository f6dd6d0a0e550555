package org.citycatalog.sharing.ledger;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.citycatalog.catalog.JsonText;
import org.jspecify.annotations.Nullable;

/// The record that begins each segment: by what the chain goes on, and from where.
///
/// @param previous hash of the record before
/// @param key public key of the checkpoints, X.509 DER in Base64
record SegmentHead(Suite suite, String previous, String key, Instant at) {
  private static final int FORMAT = 1;

  String json() {
    return JsonText.builder()
        .add("kind", "segment")
        .add("at", at.toString())
        .add("format", FORMAT)
        .add("digest", suite.digestName())
        .add("signature", suite.signatureName())
        .add("key", key)
        .add("previous", previous)
        .build()
        .toString();
  }

  /// Reads the first record of a segment; null where it is none.
  static @Nullable SegmentHead read(@Nullable JsonObject record) {
    if (record == null
        || !"segment".equals(text(record, "kind"))
        || record.getInt("format", 0) != FORMAT) {
      return null;
    }
    Suite suite = Suite.ofDigest(text(record, "digest")).orElse(null);
    try {
      return suite == null
          ? null
          : new SegmentHead(
              suite,
              text(record, "previous"),
              text(record, "key"),
              Instant.parse(text(record, "at")));
    } catch (DateTimeParseException damaged) {
      return null;
    }
  }

  private static String text(JsonObject record, String name) {
    return record.get(name) instanceof JsonString text ? text.getString() : "";
  }
}
