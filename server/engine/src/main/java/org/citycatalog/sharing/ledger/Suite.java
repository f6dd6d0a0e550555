package org.citycatalog.sharing.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// The hash of the chain and the signature of its checkpoints.
public enum Suite {
  SHA_256("SHA-256", "Ed25519", "Ed25519") {
    @Override
    MessageDigest digest() {
      return made(() -> MessageDigest.getInstance(digestName()));
    }

    @Override
    Signature signature() {
      return made(() -> Signature.getInstance(signatureName()));
    }

    @Override
    KeyPair newKeys() {
      return made(() -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    }

    @Override
    KeyFactory keys() {
      return made(() -> KeyFactory.getInstance("Ed25519"));
    }
  },

  /// GB/T 32905 and GB/T 32918; the JDK has neither.
  SM3("SM3", "SM3withSM2", "EC") {
    @Override
    MessageDigest digest() {
      return made(() -> MessageDigest.getInstance(digestName(), Gm.PROVIDER));
    }

    @Override
    Signature signature() {
      return made(() -> Signature.getInstance(signatureName(), Gm.PROVIDER));
    }

    @Override
    KeyPair newKeys() {
      return made(() -> {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", Gm.PROVIDER);
        generator.initialize(new ECGenParameterSpec("sm2p256v1"), new SecureRandom());
        return generator.generateKeyPair();
      });
    }

    @Override
    KeyFactory keys() {
      return made(() -> KeyFactory.getInstance("EC", Gm.PROVIDER));
    }
  };

  /// Loaded only where it is needed.
  private static final class Gm {
    static final Provider PROVIDER = new BouncyCastleProvider();
  }

  static final int HASH_BYTES = 32;

  private final String digestName;
  private final String signatureName;
  private final String keyName;

  Suite(String digestName, String signatureName, String keyName) {
    this.digestName = digestName;
    this.signatureName = signatureName;
    this.keyName = keyName;
  }

  /// `SHA-256` or `SM3`.
  public String digestName() {
    return digestName;
  }

  String signatureName() {
    return signatureName;
  }

  String keyName() {
    return keyName;
  }

  /// The suite of a digest's name.
  public static Optional<Suite> ofDigest(String name) {
    for (Suite suite : values()) {
      if (suite.digestName.equals(name)) {
        return Optional.of(suite);
      }
    }
    return Optional.empty();
  }

  abstract MessageDigest digest();

  abstract Signature signature();

  abstract KeyPair newKeys();

  abstract KeyFactory keys();

  PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
    return keys().generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  PublicKey publicKey(byte[] x509) throws GeneralSecurityException {
    return keys().generatePublic(new X509EncodedKeySpec(x509));
  }

  /// What a checkpoint signs.
  static byte[] statement(long number, String hash) {
    return "citycatalog-ledger %d %s"
        .formatted(number, hash)
        .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  @FunctionalInterface
  private interface Making<T> {
    T make() throws GeneralSecurityException;
  }

  private static <T> T made(Making<T> making) {
    try {
      return making.make();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("an algorithm of the ledger is missing", missing);
    }
  }
}
