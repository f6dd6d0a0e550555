package org.citycatalog.sharing.identity;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which tokens are taken.
///
/// @param issuer the value of `iss`, to the letter
/// @param audiences one of them must be in `aud`
/// @param algorithms of signatures; none of them with a shared secret
/// @param skew how far the clocks of provider and server may differ
/// @param longestAge how long after its making a token is taken; as it says itself where null
/// @param claims where the token says who the caller is
/// @param anyClearance whether a token may clear its bearer above the kind
public record TokenRules(
    String issuer,
    Set<String> audiences,
    Set<String> algorithms,
    Duration skew,
    @Nullable Duration longestAge,
    ClaimNames claims,
    boolean anyClearance) {
  private static final Set<String> ASYMMETRIC =
      JWSAlgorithm.Family.SIGNATURE.stream()
          .filter(each -> JWSAlgorithm.Family.RSA.contains(each) || isNistCurve(each))
          .map(JWSAlgorithm::getName)
          .collect(Collectors.toUnmodifiableSet());

  public TokenRules {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException("tokens need an audience: else any of the provider's do");
    }
    if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
      throw new IllegalArgumentException(
          "signature algorithms are some of %s but were %s"
              .formatted(new TreeSet<>(ASYMMETRIC), algorithms));
    }
  }

  /// The JDK checks these without help.
  private static boolean isNistCurve(JWSAlgorithm algorithm) {
    return List.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512).contains(algorithm);
  }
}
