package org.citycatalog.app.api;

import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Every code a caller can meet.
final class ErrorCodes {
  private final Map<String, ErrorCode> byCode = new HashMap<>();

  private ErrorCodes() {}

  static ErrorCodes fromClassPath() {
    ErrorCodes codes = new ErrorCodes();
    for (JsonObject each :
        YamlResource.read("/META-INF/error-codes.yaml")
            .asJsonArray()
            .getValuesAs(JsonObject.class)) {
      ErrorCode code =
          new ErrorCode(
              each.getString("code"),
              each.getInt("status"),
              each.getString("en"),
              each.getString("zh"),
              each.getString("action-en"),
              each.getString("action-zh"));
      if (codes.byCode.put(code.code(), code) != null) {
        throw new IllegalStateException("error-codes.yaml has '%s' twice".formatted(code.code()));
      }
    }
    return codes;
  }

  /// The entry of a code.
  ///
  /// @throws IllegalArgumentException if nobody has written it down
  ErrorCode of(String code) {
    ErrorCode found = byCode.get(code);
    if (found == null) {
      throw new IllegalArgumentException("no error code '%s'".formatted(code));
    }
    return found;
  }

  Set<String> all() {
    return Set.copyOf(byCode.keySet());
  }
}
