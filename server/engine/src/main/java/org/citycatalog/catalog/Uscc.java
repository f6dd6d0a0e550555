package org.citycatalog.catalog;

import java.util.regex.Pattern;

/// A unified social credit code (GB 32100): 18 characters without `I O S V Z`, the last one a check
/// character.
public record Uscc(String value) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  private static final Pattern SHAPE =
      Pattern.compile("[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{10}");

  public Uscc {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "unified social credit code must match %s but was '%s'".formatted(SHAPE, value));
    }
    char check = checkCharacter(value.substring(0, 17));
    if (value.charAt(17) != check) {
      throw new IllegalArgumentException(
          "unified social credit code '%s' must end in the check character %s"
              .formatted(value, check));
    }
  }

  /// The check character of the first 17 characters: weights are powers of 3 modulo 31.
  public static char checkCharacter(String first17) {
    int sum = 0;
    int weight = 1;
    for (int i = 0; i < 17; i++) {
      sum += ALPHABET.indexOf(first17.charAt(i)) * weight;
      weight = weight * 3 % 31;
    }
    return ALPHABET.charAt((31 - sum % 31) % 31);
  }

  @Override
  public String toString() {
    return value;
  }
}
