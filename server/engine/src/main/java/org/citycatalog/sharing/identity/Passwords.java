package org.citycatalog.sharing.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Hashes passwords by Argon2id, and says which are too weak.
///
/// A hash is text in the usual form, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, and says itself
/// how it was made: what is made later with more work does not make older ones wrong.
final class Passwords {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int SHORTEST = 12;
  private static final int LONGEST = 128;
  private static final int FEWEST_CLASSES = 3;
  private static final Pattern HASH =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=1\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private final RandomGenerator random;
  private final PasswordCost cost;

  /// Of nobody's password: compared with where there is no account, so that the work is the same.
  private final String nobodys;

  Passwords(RandomGenerator random, PasswordCost cost) {
    this.random = random;
    this.cost = cost;
    this.nobodys = hash(generated());
  }

  String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] hash = argon2id(password, salt, cost, HASH_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
        .formatted(
            cost.memoryKib(),
            cost.passes(),
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }

  /// Whether a password is the one of a hash; where there is no hash it is not, after the same
  /// work.
  boolean matches(String password, Optional<String> hash) {
    Matcher parts = HASH.matcher(hash.orElse(nobodys));
    if (!parts.matches()) {
      throw new IllegalStateException("a password's hash is damaged");
    }
    byte[] expected = Base64.getDecoder().decode(parts.group(4));
    byte[] actual =
        argon2id(
            password,
            Base64.getDecoder().decode(parts.group(3)),
            new PasswordCost(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))),
            expected.length);
    return MessageDigest.isEqual(expected, actual) && hash.isPresent();
  }

  /// A password for one log-in.
  String generated() {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  /// What is wrong with a password that somebody has chosen; empty if it will do.
  static Optional<String> weakness(String password, String name) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      return Optional.of("a password has %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (password.toLowerCase(Locale.ROOT).contains(name)) {
      return Optional.of("a password does not hold the name");
    }
    long classes =
        Stream.of("\\p{Lu}", "\\p{Ll}", "\\p{Nd}", "[^\\p{Lu}\\p{Ll}\\p{Nd}]")
            .filter(each -> Pattern.compile(each).matcher(password).find())
            .count();
    if (classes < FEWEST_CLASSES || password.codePoints().distinct().count() < SHORTEST / 2) {
      return Optional.of(
          "a password has characters of three kinds (capitals, small letters, digits, others), and"
              + " not the same ones again and again");
    }
    return Optional.empty();
  }

  private static byte[] argon2id(String password, byte[] salt, PasswordCost cost, int bytes) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.passes())
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    // The same characters, however a keyboard composes them.
    String text = Normalizer.normalize(password, Normalizer.Form.NFC);
    generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
