package org.citycatalog.app.wiring;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.citycatalog.sharing.identity.ClaimNames;
import org.citycatalog.sharing.identity.TokenRules;
import org.jspecify.annotations.Nullable;

/// The identity provider whose tokens are taken.
///
/// @param keys where its keys are; found from the issuer where null
record OidcSettings(TokenRules rules, @Nullable URI keys) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  /// Checks what the settings say.
  ///
  /// @param audiences with commas between them
  /// @param algorithms with commas between them
  /// @throws IllegalArgumentException with a sentence for the keeper
  static OidcSettings of(
      String issuer,
      @Nullable String location,
      @Nullable String audiences,
      @Nullable String algorithms,
      Duration skew,
      @Nullable Duration longestAge,
      @Nullable String claims,
      boolean anyClearance) {
    URI keys = location == null ? null : secured(location);
    if (keys == null) {
      secured(issuer);
    }
    return new OidcSettings(
        new TokenRules(
            issuer,
            listed(audiences),
            algorithms == null ? Set.of("RS256") : listed(algorithms),
            skew,
            longestAge,
            ClaimNames.parse(claims),
            anyClearance),
        keys);
  }

  private static Set<String> listed(@Nullable String text) {
    return text == null
        ? Set.of()
        : Arrays.stream(text.split(",", -1))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }

  /// Whoever can change the keys on their way can sign tokens for everybody.
  static URI secured(String address) {
    URI uri = URI.create(address);
    boolean safe =
        "https".equals(uri.getScheme())
            || "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
    if (!safe) {
      throw new IllegalArgumentException(
          "keys are had from https, or from http on this machine, and not from '%s'"
              .formatted(address));
    }
    return uri;
  }
}
