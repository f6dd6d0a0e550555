package org.citycatalog.sharing.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.jdbc.Database;
import org.citycatalog.sharing.ledger.LiteralKeys;

/// A dataset's key is made from a secret of the data folder and a salt in the database: neither is
/// of use without the other, and with the salt goes the key.
public final class JdbcLiteralKeys implements LiteralKeys {
  private static final int SALT_BYTES = 32;
  private static final long CACHED_KEYS = 20_000;

  private final Database database;
  private final byte[] secret;
  private final RandomGenerator random;
  // get(key, loader) and invalidate(key) exclude each other per key.
  private final Cache<DatasetId, byte[]> keys =
      Caffeine.newBuilder().maximumSize(CACHED_KEYS).build();

  /// @param secret 32 bytes
  /// @param random a `SecureRandom`
  public JdbcLiteralKeys(Database database, byte[] secret, RandomGenerator random) {
    this.database = database;
    this.secret = secret.clone();
    this.random = random;
  }

  @Override
  public byte[] of(DatasetId dataset) {
    return keys.get(dataset, this::made).clone();
  }

  @Override
  public void destroy(DatasetId dataset) {
    database.write(sql ->
        Optional.of(sql.update("DELETE FROM literal_salt WHERE dataset = ?", dataset.value())));
    keys.invalidate(dataset);
  }

  private byte[] made(DatasetId dataset) {
    String salt = salt(dataset).orElseGet(() -> newSalt(dataset));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update(Base64.getDecoder().decode(salt));
      return mac.doFinal(dataset.value().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private Optional<String> salt(DatasetId dataset) {
    return database.read(sql ->
        sql.one(
            row -> row.getString(1),
            "SELECT salt FROM literal_salt WHERE dataset = ?",
            dataset.value()));
  }

  private String newSalt(DatasetId dataset) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    String text = Base64.getEncoder().encodeToString(salt);
    database.write(sql ->
        Optional.of(
            sql.update(
                "INSERT INTO literal_salt (dataset, salt) VALUES (?, ?) ON CONFLICT DO NOTHING",
                dataset.value(),
                text)));
    return salt(dataset).orElseThrow();
  }
}
