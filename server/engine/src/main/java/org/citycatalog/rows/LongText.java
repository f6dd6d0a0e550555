package org.citycatalog.rows;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.lucene.util.BytesRef;

/// The term of a text. Lucene's terms hold at most 32,766 bytes, and long ones are of no use in a
/// dictionary: a text of more than [#MAX_BYTES] bytes is represented by its first bytes, a zero and
/// its SHA-256.
///
/// So equality stays exact, and so does order against any shorter text; LIKE has to look at the
/// text itself.
final class LongText {
  static final int MAX_BYTES = 1000;

  private LongText() {}

  static boolean isLong(BytesRef text) {
    return text.length > MAX_BYTES;
  }

  static BytesRef term(BytesRef text) {
    if (!isLong(text)) {
      return text;
    }
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
    sha256.update(text.bytes, text.offset, text.length);
    byte[] hash = sha256.digest();
    byte[] term = new byte[MAX_BYTES + 1 + hash.length];
    System.arraycopy(text.bytes, text.offset, term, 0, MAX_BYTES);
    System.arraycopy(hash, 0, term, MAX_BYTES + 1, hash.length);
    return new BytesRef(term);
  }
}
