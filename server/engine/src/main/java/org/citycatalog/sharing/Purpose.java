package org.citycatalog.sharing;

import java.util.regex.Pattern;

/// What a call is for. A grant holds for one purpose, and says it in the words of its code.
///
/// @param code 1 to 64 lower-case letters, digits and hyphens, such as `parking-guidance`
public record Purpose(String code) {
  private static final Pattern CODE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");

  /// Nothing was said.
  public static final Purpose UNSTATED = new Purpose("unstated");

  public Purpose {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException(
          "a purpose has 1 to 64 lower-case letters, digits and hyphens");
    }
  }
}
