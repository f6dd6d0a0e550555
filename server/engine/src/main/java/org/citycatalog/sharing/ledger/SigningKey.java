package org.citycatalog.sharing.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.citycatalog.disk.DurableFile;

/// The key that signs checkpoints, kept in a file that only its owner can read: the private key on
/// the first line and the public one on the second, both DER in Base64.
public final class SigningKey {
  private final Suite suite;
  private final PrivateKey secret;
  private final String open;

  private SigningKey(Suite suite, PrivateKey secret, String open) {
    this.suite = suite;
    this.secret = secret;
    this.open = open;
  }

  /// Reads the key of a suite, and makes it if the file is not there.
  ///
  /// @throws IOException if the file cannot be read or written or holds no such key
  public static SigningKey in(Path folder, Suite suite) throws IOException {
    Path file = folder.resolve("ledger-key-" + suite.digestName());
    if (!Files.exists(file)) {
      write(file, suite.newKeys());
    }
    List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
    try {
      if (lines.size() < 2) {
        throw new IllegalArgumentException("it has less than two lines");
      }
      suite.publicKey(Base64.getDecoder().decode(lines.get(1)));
      return new SigningKey(
          suite, suite.privateKey(Base64.getDecoder().decode(lines.get(0))), lines.get(1));
    } catch (GeneralSecurityException | IllegalArgumentException damaged) {
      throw new IOException(
          "%s is damaged; put it back from a backup, or move it away and a new key signs from now on"
              .formatted(file),
          damaged);
    }
  }

  Suite suite() {
    return suite;
  }

  /// The public key, X.509 DER in Base64.
  public String open() {
    return open;
  }

  /// Signs that the record of a number has a hash.
  ///
  /// @return Base64
  String sign(long number, String hash) {
    try {
      Signature signature = suite.signature();
      signature.initSign(secret);
      signature.update(Suite.statement(number, hash));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a checkpoint cannot be signed", broken);
    }
  }

  private static void write(Path file, KeyPair keys) throws IOException {
    Base64.Encoder base64 = Base64.getEncoder();
    String text =
        base64.encodeToString(keys.getPrivate().getEncoded())
            + "\n"
            + base64.encodeToString(keys.getPublic().getEncoded())
            + "\n";
    DurableFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
  }
}
