package org.citycatalog.sharing;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// HMAC-SHA-256 (RFC 2104) of many short messages that begin alike, under one key.
///
/// It leaves nothing to the garbage collector. A [javax.crypto.Mac] leaves the hash of each message
/// and, as do copies of a hash that has seen the key, more than the text of the row it is for: that
/// made whoever writes the rows slower, too. Not safe for use by several threads.
final class KeyedHash {
  private static final int BYTES = 32;
  private static final int BLOCK = 64;

  private final MessageDigest sha256;
  private final byte[] inner; // the padded key and the beginning
  private final byte[] outer; // the padded key and the hash of the inner one with the message
  private final byte[] hash = new byte[BYTES];

  /// @param key at most 64 bytes
  /// @param beginning of every message
  KeyedHash(byte[] key, byte[] beginning) {
    if (key.length > BLOCK) {
      throw new IllegalArgumentException("a key of more than 64 bytes: " + key.length);
    }
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
    inner = padded(key, 0x36, BLOCK + beginning.length);
    System.arraycopy(beginning, 0, inner, BLOCK, beginning.length);
    outer = padded(key, 0x5C, BLOCK + BYTES);
  }

  /// The 32 bytes of a message, its beginning left out. They are written over by the next.
  byte[] of(byte[] message) {
    sha256.update(inner);
    sha256.update(message);
    try {
      sha256.digest(outer, BLOCK, BYTES);
      sha256.update(outer);
      sha256.digest(hash, 0, BYTES);
    } catch (DigestException noRoom) {
      throw new AssertionError(noRoom);
    }
    return hash;
  }

  private static byte[] padded(byte[] key, int pad, int length) {
    byte[] block = Arrays.copyOf(key, length);
    for (int i = 0; i < BLOCK; i++) {
      block[i] ^= (byte) pad;
    }
    return block;
  }
}
