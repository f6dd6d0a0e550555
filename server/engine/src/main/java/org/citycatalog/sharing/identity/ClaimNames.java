package org.citycatalog.sharing.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// In which claims of a token it stands who the caller is.
///
/// A name is that of a claim, such as `department_code`, or, where it begins with a slash, the way
/// to a value within one, such as `/realm_access/roles`.
///
/// @param names by what they say: one of [#FIELDS]
public record ClaimNames(Map<String, String> names) {
  /// What claims may say.
  public static final List<String> FIELDS =
      List.of("kind", "provider", "organisation", "division", "clearance", "roles");

  public ClaimNames {
    names = Map.copyOf(names);
    if (!FIELDS.containsAll(names.keySet())) {
      throw new IllegalArgumentException(
          "claims are named for some of %s but were for %s".formatted(FIELDS, names.keySet()));
    }
  }

  /// Reads `kind=caller_kind,roles=/realm_access/roles`; a field that is not named is looked for in
  /// the claim `citycatalog_` with its name.
  ///
  /// @throws IllegalArgumentException if the text is not of that form
  public static ClaimNames parse(@Nullable String text) {
    Map<String, String> names = new TreeMap<>();
    FIELDS.forEach(field -> names.put(field, "citycatalog_" + field));
    if (text != null) {
      for (String each : text.split(",", -1)) {
        int equals = each.indexOf('=');
        if (equals < 1 || equals == each.length() - 1) {
          throw new IllegalArgumentException("'%s' is not field=claim".formatted(each.strip()));
        }
        names.put(each.substring(0, equals).strip(), each.substring(equals + 1).strip());
      }
    }
    return new ClaimNames(names);
  }

  /// The texts that a token says for a field; several where the claim is a list.
  List<String> texts(Map<String, Object> claims, String field) {
    String name = names.getOrDefault(field, "");
    Object value = claims.get(name);
    if (name.startsWith("/")) {
      value = claims;
      for (String step : name.substring(1).split("/", -1)) {
        value = value instanceof Map<?, ?> inner ? inner.get(step) : null;
      }
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof List<?> list) {
      list.forEach(each -> {
        if (each instanceof String text) {
          texts.add(text);
        }
      });
    } else if (value != null) {
      texts.add(value.toString());
    }
    return texts;
  }
}
