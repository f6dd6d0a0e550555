package org.citycatalog.sharing.identity;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.citycatalog.catalog.UnavailableException;
import org.jspecify.annotations.Nullable;

/// The keys of an identity provider, asked for when a token comes and kept for a while.
///
/// A key that is not among them may be new, so the provider is asked again, but not more often than
/// every half minute: made-up key ids do not become requests to the provider. While the provider
/// does not answer, the keys last seen go on for an hour. One request at a time asks; as long as
/// there are keys to go by, the others go on with them, so that a slow provider is not waited for
/// by all. Ages are of a time that only goes forward, whatever is done to the clock.
final class SigningKeys {
  private static final System.Logger LOG = System.getLogger(SigningKeys.class.getName());
  private static final Duration FRESH = Duration.ofMinutes(5);
  private static final Duration USABLE = Duration.ofHours(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);
  private static final Duration BETWEEN_FAILURES = Duration.ofSeconds(5);

  private final KeySource source;
  private final LongSupplier nanos;
  private final ReentrantLock looking = new ReentrantLock();

  /// What was seen, and when; replaced as a whole.
  private record Seen(JWKSet keys, long at) {}

  /// The last time the provider was asked.
  ///
  /// @param ended when it had answered or not
  private record Look(long ended, @Nullable Exception failure) {}

  private volatile @Nullable Seen seen;
  private volatile @Nullable Look last;

  /// @param nanos a time that only goes forward
  SigningKeys(KeySource source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
  }

  /// The keys that may have made a signature; empty where the provider has none such.
  ///
  /// @throws UnavailableException if the provider cannot be asked and nothing usable is known
  List<JWK> of(JWSHeader header) {
    Seen known = seen;
    if (known == null || isPast(known.at, USABLE)) {
      known = awaited();
    } else if (isPast(known.at, FRESH)) {
      lookUnlessOthersDo();
      known = Objects.requireNonNullElse(seen, known);
    }
    List<JWK> found = select(known, header);
    if (!found.isEmpty()) {
      return found;
    }
    if (!lookUnlessOthersDo()) {
      // What they are about to see may have it, so the token is not refused; and whoever makes up
      // key ids has no thread wait.
      throw unavailable("the identity provider is being asked for its keys");
    }
    return select(Objects.requireNonNullElse(seen, known), header);
  }

  private static List<JWK> select(Seen known, JWSHeader header) {
    return new JWKSelector(JWKMatcher.forJWSHeader(header)).select(known.keys);
  }

  private boolean isPast(long since, Duration age) {
    return nanos.getAsLong() - since >= age.toNanos();
  }

  /// Keys that can be gone by, where there were none: everybody waits for who asks.
  private Seen awaited() {
    looking.lock();
    try {
      look();
    } finally {
      looking.unlock();
    }
    Seen known = seen;
    if (known == null || isPast(known.at, USABLE)) {
      throw unavailable("the identity provider's keys are not had");
    }
    return known;
  }

  /// @return false if somebody else is asking
  private boolean lookUnlessOthersDo() {
    if (!looking.tryLock()) {
      return false;
    }
    try {
      look();
      return true;
    } finally {
      looking.unlock();
    }
  }

  /// Asks the provider, unless it was asked a moment ago. Only who has the lock does.
  private void look() {
    Look before = last;
    if (before != null
        && !isPast(before.ended, before.failure == null ? BETWEEN_LOOKS : BETWEEN_FAILURES)) {
      return;
    }
    Exception failure = null;
    // How old keys are is counted from before they were asked for.
    long asked = nanos.getAsLong();
    try {
      seen = new Seen(JWKSet.parse(source.read()), asked);
    } catch (IOException | ParseException | RuntimeException wrong) {
      LOG.log(System.Logger.Level.WARNING, "the identity provider's keys are not had", wrong);
      failure = wrong;
    }
    // Afterwards: while a silent provider was waited for, the pause would have passed.
    last = new Look(nanos.getAsLong(), failure);
  }

  private UnavailableException unavailable(String message) {
    Look before = last;
    Exception failure = before == null ? null : before.failure;
    return new UnavailableException(
        "identity-provider-unavailable",
        message,
        Objects.requireNonNullElseGet(failure, () -> new IOException("it was not asked")));
  }
}
