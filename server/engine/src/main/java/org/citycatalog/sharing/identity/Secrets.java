package org.citycatalog.sharing.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Makes secrets that are kept as a plain SHA-256, and ids beside them. A secret has 256 random
/// bits, so that its hash tells nothing about it and can be looked up.
final class Secrets {
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 8;

  private final RandomGenerator random;

  Secrets(RandomGenerator random) {
    this.random = random;
  }

  /// A new secret: a prefix that says what it is for, and 43 characters of base64url.
  String secret(String prefix) {
    return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  /// A new id, lower-case hex.
  String id() {
    return HexFormat.of().formatHex(bytes(ID_BYTES));
  }

  /// What is kept of a secret, lower-case hex.
  static String hash(String secret) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
