package org.citycatalog.sharing.ledger;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;

/// Turns what somebody asked for into what a log may hold: the same text from the same asker gives
/// the same seal, and nobody without the key can tell which text it was.
///
/// Of two askers the seals differ: whoever reads the records of others could else ask for a name
/// and look for the seal of it among theirs.
final class LiteralSeal {
  private static final int BYTES = 16; // enough that no two texts meet

  private final SecretKeySpec key;

  private LiteralSeal(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /// The seal of one asker: its organisation, or the holder of its key where there is none. It can
  /// be made again only as long as the key is there.
  ///
  /// @param key 32 secret bytes
  static LiteralSeal of(byte[] key, Caller asker) {
    Uscc organisation = asker.organisation();
    String name =
        organisation == null ? "key " + asker.key() : "organisation " + organisation.value();
    return new LiteralSeal(new LiteralSeal(key).hash(name));
  }

  /// `~` and 22 characters of base64url.
  String seal(String text) {
    byte[] sealed = Arrays.copyOf(hash(text), BYTES);
    return "~" + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  private byte[] hash(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
