package org.citycatalog.sharing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals what a caller carries for the server, such as cursors: it can neither be read nor changed
/// nor made up outside.
///
/// AES-256-GCM. The nonce is a MAC of the context and the content under a key of its own, so the
/// same content is sealed to the same text, which lets answers be repeated byte for byte, and no
/// nonce serves two contents.
public final class Seal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec contentKey;
  private final SecretKeySpec nonceKey;

  /// @param key 32 random bytes
  public Seal(byte[] key) {
    if (key.length != 32) {
      throw new IllegalArgumentException(
          "a seal's key has 32 bytes but this one has " + key.length);
    }
    contentKey =
        new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "content", new byte[0]), "AES");
    nonceKey =
        new SecretKeySpec(
            mac(new SecretKeySpec(key, "HmacSHA256"), "nonce", new byte[0]), "HmacSHA256");
  }

  /// Seals content.
  ///
  /// @param context what the content is for; it opens only for the same context
  /// @return text of `A-Z a-z 0-9 - _`
  public String seal(byte[] content, String context) {
    byte[] nonce = Arrays.copyOf(mac(nonceKey, context, content), NONCE_BYTES);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(content);
      byte[] both = ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(both);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  /// Opens what was sealed with this key for this context; empty for anything else.
  public Optional<byte[]> open(String sealed, String context) {
    byte[] both;
    try {
      both = Base64.getUrlDecoder().decode(sealed);
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
    if (both.length < NONCE_BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, context)
              .doFinal(both, NONCE_BYTES, both.length - NONCE_BYTES));
    } catch (AEADBadTagException notOurs) {
      return Optional.empty();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, contentKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] mac(SecretKeySpec key, String context, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      byte[] about = context.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(4).putInt(about.length).array());
      mac.update(about);
      return mac.doFinal(content);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
