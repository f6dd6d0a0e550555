package org.citycatalog.catalog;

import java.util.regex.Pattern;

/// A division code (GB/T 2260 and its extensions): 2, 4, 6, 9 or 12 digits for province, city,
/// county, street, village; six digits may end in zeros, as in `341000` for the city.
public record DivisionCode(String value) {
  private static final Pattern SHAPE =
      Pattern.compile("[1-9]\\d(\\d{2}(\\d{2}(\\d{3}(\\d{3})?)?)?)?");

  public DivisionCode {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "division code must have 2, 4, 6, 9 or 12 digits but was '%s'".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
