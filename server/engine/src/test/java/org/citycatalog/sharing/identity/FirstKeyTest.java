package org.citycatalog.sharing.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.Random;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstKeyTest {
  @TempDir Path folder;
  private CatalogStore store;
  private ApiKeys keys;
  private Path file;
  private FirstKey operatorKey;

  @BeforeEach
  void open() {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    keys =
        new ApiKeys(
            store,
            new Boundary(Grants.NONE, InstantSource.system(), new byte[32]),
            InstantSource.system(),
            new Random(2));
    file = folder.resolve("operator.key");
    operatorKey = new FirstKey(keys, "operator", file);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void the_first_start_writes_a_key_that_only_its_owner_reads_and_that_works() throws Exception {
    assertThat(operatorKey.ensure()).isTrue();

    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    assertThat(keys.authenticate(secret()).orElseThrow().kind()).isEqualTo(Caller.Kind.OPERATOR);
  }

  @Test
  void the_next_start_changes_nothing() throws Exception {
    operatorKey.ensure();
    String first = secret();

    assertThat(operatorKey.ensure()).isFalse();

    assertThat(secret()).isEqualTo(first);
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void after_a_kill_between_the_file_and_the_catalog_the_next_start_writes_another_key()
      throws Exception {
    Files.writeString(file, keys.newSecret() + "\n");
    String written = secret();

    assertThat(operatorKey.ensure()).isTrue();

    assertThat(keys.authenticate(written)).isEmpty();
    assertThat(keys.authenticate(secret())).isPresent();
  }

  @Test
  void a_key_that_was_destroyed_does_not_come_back_from_its_file() throws Exception {
    operatorKey.ensure();
    String first = secret();
    keys.make(ApiKeysTest.OPERATOR, WantedKey.of("第二", "operator", null, null));
    store.destroyKey(keys.find(first).orElseThrow().id());

    assertThat(operatorKey.ensure()).isFalse();

    assertThat(secret()).isEqualTo(first);
    assertThat(keys.authenticate(first)).isEmpty();
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void where_the_last_key_of_its_kind_was_destroyed_another_takes_its_place() throws Exception {
    operatorKey.ensure();
    String first = secret();
    store.destroyKey(store.keys().getFirst().id());

    assertThat(operatorKey.ensure()).isTrue();

    assertThat(keys.authenticate(first)).isEmpty();
    assertThat(keys.authenticate(secret())).isPresent();
  }

  @Test
  void a_key_says_of_which_file_it_is_also_when_it_was_lost_and_made_again() throws Exception {
    operatorKey.ensure();
    Files.writeString(file, "");
    operatorKey.ensure();

    assertThat(store.keys())
        .extracting(StoredKey::label)
        .containsExactly(
            "operator key of the file operator.key", "operator key of the file operator.key");
  }

  @Test
  void a_kill_while_the_file_is_written_is_made_good() throws Exception {
    Files.writeString(folder.resolve(".part-operator.key"), "cck_ha");

    assertThat(operatorKey.ensure()).isTrue();

    assertThat(keys.authenticate(secret())).isPresent();
    assertThat(folder.resolve(".part-operator.key")).doesNotExist();
  }

  @Test
  void an_owner_who_has_taken_the_file_gets_no_second_key() throws Exception {
    operatorKey.ensure();
    Files.delete(file);

    assertThat(operatorKey.ensure()).isFalse();

    assertThat(file).doesNotExist();
    assertThat(store.keys()).hasSize(1);
  }

  @Test
  void who_lost_the_secret_asks_for_another_with_an_empty_file() throws Exception {
    operatorKey.ensure();
    Files.writeString(file, "");

    assertThat(operatorKey.ensure()).isTrue();

    assertThat(keys.authenticate(secret())).isPresent();
  }

  @Test
  void when_the_last_operator_key_is_revoked_the_next_start_makes_another() throws Exception {
    operatorKey.ensure();
    String first = secret();
    store.revokeKey(store.keys().getFirst().id(), java.time.Instant.EPOCH, "op");

    assertThat(operatorKey.ensure()).isTrue();

    assertThat(secret()).isNotEqualTo(first);
    assertThat(keys.authenticate(first)).isEmpty();
    assertThat(keys.authenticate(secret())).isPresent();
  }

  @Test
  void a_revoked_secret_in_the_file_is_not_brought_back_while_another_operator_is_there()
      throws Exception {
    operatorKey.ensure();
    keys.make(ApiKeysTest.OPERATOR, WantedKey.of("第二", "operator", null, null));
    store.revokeKey(keys.find(secret()).orElseThrow().id(), java.time.Instant.EPOCH, "op");

    assertThat(operatorKey.ensure()).isFalse();

    assertThat(keys.authenticate(secret())).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_written_stops_the_start_before_a_key_is_kept() {
    FirstKey nowhere = new FirstKey(keys, "operator", folder.resolve("missing/operator.key"));

    assertThatThrownBy(nowhere::ensure).isInstanceOf(UncheckedIOException.class);
    assertThat(store.keys()).isEmpty();
  }

  private String secret() throws Exception {
    return Files.readString(file).strip();
  }
}
