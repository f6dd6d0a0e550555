package org.citycatalog.catalog;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a cell must satisfy beside its type, after Table Schema; bounds are written as in a cell.
///
/// @param allowed the only texts allowed; empty means any
public record Constraints(
    boolean required,
    @Nullable String minimum,
    @Nullable String maximum,
    @Nullable Integer minLength,
    @Nullable Integer maxLength,
    @Nullable Pattern pattern,
    List<String> allowed) {
  public static final Constraints NONE = new Constraints(false, null, null, null, null, null, List.of());

  public Constraints {
    allowed = List.copyOf(allowed);
    if (minLength != null && maxLength != null && minLength > maxLength) {
      throw new IllegalArgumentException("minLength %d is more than maxLength %d".formatted(minLength, maxLength));
    }
  }
}
