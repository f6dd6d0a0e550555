package org.citycatalog.sharing.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A place in the chain: a record's number and the hash that stands for everything up to it.
///
/// @param hash lower-case hex
record Link(long number, String hash) {
  static final Link START = new Link(0, "0".repeat(2 * Suite.HASH_BYTES));

  private static final int HASH_LENGTH = 2 * Suite.HASH_BYTES;

  /// The place of the record that follows.
  Link next(MessageDigest digest, byte[] json) {
    digest.update(HexFormat.of().parseHex(hash));
    digest.update((number + 1 + " ").getBytes(StandardCharsets.US_ASCII));
    return new Link(number + 1, HexFormat.of().formatHex(digest.digest(json)));
  }

  /// The place as a file of its own or the beginning of a line.
  @Override
  public String toString() {
    return number + " " + hash;
  }

  /// Reads `number hash`; null where the text is something else.
  static @Nullable Link read(String text) {
    int space = text.indexOf(' ');
    if (space < 1 || space > 19 || text.length() != space + 1 + HASH_LENGTH) {
      return null;
    }
    String hash = text.substring(space + 1);
    if (!hash.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
      return null;
    }
    try {
      long number = Long.parseLong(text.substring(0, space));
      // One way of writing only: what is shown is what was hashed.
      return number >= 0 && Long.toString(number).length() == space ? new Link(number, hash) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
