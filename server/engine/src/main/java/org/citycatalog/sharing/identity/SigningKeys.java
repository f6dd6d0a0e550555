package org.citycatalog.sharing.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.citycatalog.catalog.UnavailableException;
import org.jspecify.annotations.Nullable;

/// The keys of an identity provider, asked for when a token comes and kept for a while.
///
/// A key that is not among them may be new, so the provider is asked again, but not more often than
/// every half minute: made-up key ids do not become requests to the provider. While the provider
/// does not answer, the keys last seen go on for an hour.
final class SigningKeys {
  private static final System.Logger LOG = System.getLogger(SigningKeys.class.getName());
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration USABLE = Duration.ofHours(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(5);

  private final KeySource source;
  private final InstantSource clock;

  /// What was seen, and when; replaced as a whole.
  private record Seen(JWKSet keys, Instant at) {}

  private volatile @Nullable Seen seen;
  private Instant lookedAt = Instant.MIN;
  private @Nullable Exception failure;

  SigningKeys(KeySource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// The keys that may have made a signature; empty where the provider has none such.
  ///
  /// @throws UnavailableException if the provider cannot be asked and nothing usable is known
  List<JWK> of(JWSHeader header) {
    Instant now = clock.instant();
    Seen known = seen;
    if (known == null || !now.isBefore(known.at.plus(FRESH))) {
      known = lookAgain(now);
    }
    List<JWK> found = select(known, header);
    return found.isEmpty() ? select(lookAgain(now), header) : found;
  }

  private static List<JWK> select(Seen known, JWSHeader header) {
    return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(known.keys);
  }

  private synchronized Seen lookAgain(Instant now) {
    Seen known = seen;
    Duration between = failure != null ? BETWEEN_FAILURES : BETWEEN_LOOKS;
    if (lookedAt.equals(Instant.MIN) || !now.isBefore(lookedAt.plus(between))) {
      lookedAt = now;
      try {
        known = new Seen(JWKSet.parse(source.read()), now);
        seen = known;
        failure = null;
      } catch (IOException | ParseException wrong) {
        LOG.log(System.Logger.Level.WARNING, "the identity provider's keys are not had", wrong);
        failure = wrong;
      }
    }
    if (known == null || !now.isBefore(known.at.plus(USABLE))) {
      throw new UnavailableException(
          "identity-provider-unavailable",
          "the identity provider's keys are not had",
          Objects.requireNonNullElseGet(failure, () -> new IOException("it was not asked")));
    }
    return known;
  }
}
