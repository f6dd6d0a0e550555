package org.citycatalog.sharing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// HMAC-SHA-256 (RFC 2104) of many short messages that begin alike, under one key.
///
/// What is the same for all of them, the two padded keys and the beginning, is hashed once and
/// copied: half of what a [javax.crypto.Mac] does for a short message. Not safe for use by several
/// threads.
final class KeyedHash {
  private static final int BLOCK = 64;

  private final MessageDigest inner;
  private final MessageDigest outer;

  /// @param key at most 64 bytes
  /// @param beginning of every message
  KeyedHash(byte[] key, byte[] beginning) {
    if (key.length > BLOCK) {
      throw new IllegalArgumentException("a key of more than 64 bytes: " + key.length);
    }
    inner = padded(key, 0x36);
    inner.update(beginning);
    outer = padded(key, 0x5C);
  }

  /// The 32 bytes of a message, its beginning left out.
  byte[] of(byte[] message) {
    return copy(outer).digest(copy(inner).digest(message));
  }

  private static MessageDigest padded(byte[] key, int pad) {
    byte[] block = Arrays.copyOf(key, BLOCK);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= (byte) pad;
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(block);
      return sha256;
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  private static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException otherProvider) {
      throw new IllegalStateException(
          "SHA-256 of %s cannot be copied".formatted(digest.getProvider()), otherProvider);
    }
  }
}
