package org.citycatalog.sharing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Turns what somebody asked for into what a log may hold: the same text gives the same seal, and
/// nobody without the key can tell which text it was.
final class LiteralSeal {
  private static final int BYTES = 16; // enough that no two texts meet

  private final SecretKeySpec key;

  LiteralSeal(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /// `~` and 22 characters of base64url.
  String seal(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] sealed = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return "~"
          + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(sealed, BYTES));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
