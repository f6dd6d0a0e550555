package org.citycatalog.catalog;

import java.util.List;
import java.util.Objects;
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
  public static final Constraints NONE =
      new Constraints(false, null, null, null, null, null, List.of());

  public Constraints {
    allowed = List.copyOf(allowed);
    if (minLength != null && maxLength != null && minLength > maxLength) {
      throw new IllegalArgumentException(
          "minLength %d is more than maxLength %d".formatted(minLength, maxLength));
    }
  }

  /// Two constraints are equal when they ask the same; a [Pattern] alone is equal only to itself.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Constraints that
        && required == that.required
        && Objects.equals(minimum, that.minimum)
        && Objects.equals(maximum, that.maximum)
        && Objects.equals(minLength, that.minLength)
        && Objects.equals(maxLength, that.maxLength)
        && Objects.equals(text(pattern), text(that.pattern))
        && allowed.equals(that.allowed);
  }

  @Override
  public int hashCode() {
    return Objects.hash(required, minimum, maximum, minLength, maxLength, text(pattern), allowed);
  }

  private static @Nullable String text(@Nullable Pattern pattern) {
    return pattern == null ? null : pattern.pattern();
  }
}
