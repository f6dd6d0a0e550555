package org.citycatalog.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiKeysTest {
  static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "op", null, null);

  @TempDir Path folder;
  private CatalogStore store;
  private ApiKeys keys;

  @BeforeEach
  void open() {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    store.addProvider(SampleEntries.TRANSPORT);
    keys =
        new ApiKeys(
            store,
            new Boundary(Grants.NONE, InstantSource.system(), new byte[32]),
            InstantSource.fixed(Instant.EPOCH),
            new Random(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_secret_makes_its_caller_known() {
    ApiKeys.Answer.Made made = made("department", "transport");

    assertThat(made.secret()).matches("cck_[A-Za-z0-9_-]{43}");
    assertThat(keys.authenticate(made.secret()))
        .contains(
            new Caller(
                Caller.Kind.DEPARTMENT,
                made.key().id(),
                SampleEntries.TRANSPORT.namespace(),
                SampleEntries.TRANSPORT.code()));
  }

  @Test
  void the_secret_is_neither_kept_nor_printed() {
    ApiKeys.Answer.Made made = made("research", null);

    assertThat(store.keys().toString()).doesNotContain(made.secret());
    assertThat(made.toString()).doesNotContain(made.secret());
    assertThat(made.key().hash()).matches("[0-9a-f]{64}");
  }

  @Test
  void no_two_secrets_are_alike() {
    assertThat(made("research", null).secret()).isNotEqualTo(made("research", null).secret());
  }

  @Test
  void a_secret_that_is_wrong_in_one_character_or_form_is_nobodys() {
    String secret = made("operator", null).secret();
    char last = secret.charAt(secret.length() - 1);
    String wrong = secret.substring(0, secret.length() - 1) + (last == 'A' ? 'B' : 'A');

    assertThat(keys.authenticate(wrong)).isEmpty();
    assertThat(keys.authenticate(secret + "A")).isEmpty();
    assertThat(keys.authenticate(secret.substring(4))).isEmpty();
    assertThat(keys.authenticate(" " + secret)).isEmpty();
    assertThat(keys.authenticate("")).isEmpty();
    assertThat(keys.authenticate("cck_" + "密".repeat(43))).isEmpty();
  }

  @Test
  void a_revoked_key_is_nobodys_from_then_on() {
    ApiKeys.Answer.Made made = made("department", "transport");
    keys.authenticate(made.secret());

    assertThat(keys.revoke(OPERATOR, made.key().id())).isEqualTo(ApiKeys.Revocation.REVOKED);

    assertThat(keys.authenticate(made.secret())).isEmpty();
    assertThat(keys.revoke(OPERATOR, made.key().id())).isEqualTo(ApiKeys.Revocation.ABSENT);
    assertThat(keys.revoke(OPERATOR, "nobody")).isEqualTo(ApiKeys.Revocation.ABSENT);
  }

  @Test
  void only_the_operator_makes_lists_and_revokes() {
    ApiKeys.Answer.Made made = made("department", "transport");
    Caller department = keys.authenticate(made.secret()).orElseThrow();

    assertThat(keys.make(department, "x", "operator", null, null))
        .isEqualTo(new ApiKeys.Answer.Refused("forbidden"));
    assertThat(keys.make(Caller.ANONYMOUS, "x", "operator", null, null))
        .isEqualTo(new ApiKeys.Answer.Refused("key-missing"));
    assertThat(keys.list(department)).isEmpty();
    assertThat(keys.revoke(department, made.key().id())).isEqualTo(ApiKeys.Revocation.REFUSED);
    assertThat(keys.list(OPERATOR).orElseThrow()).hasSize(1);
  }

  @Test
  void every_mistake_in_a_request_is_found() {
    ApiKeys.Answer answer = keys.make(OPERATOR, " ", "oprator", "transprt", "123");

    assertThat(answer)
        .isInstanceOfSatisfying(
            ApiKeys.Answer.Invalid.class,
            invalid -> {
              assertThat(invalid.findings())
                  .extracting(Finding::code)
                  .containsExactly(
                      "blank-text", "unknown-code", "unknown-provider", "bad-social-credit-code");
              assertThat(invalid.findings().get(1).nearest()).startsWith("operator");
              assertThat(invalid.findings().get(2).nearest()).containsExactly("transport");
            });
    assertThat(keys.make(OPERATOR, null, null, null, null))
        .isInstanceOfSatisfying(
            ApiKeys.Answer.Invalid.class, invalid -> assertThat(invalid.findings()).hasSize(2));
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void nobody_gets_a_key_as_the_public() {
    assertThat(keys.make(OPERATOR, "x", "public", null, null))
        .isInstanceOf(ApiKeys.Answer.Invalid.class);
  }

  private ApiKeys.Answer.Made made(String kind, @Nullable String provider) {
    String code = provider == null ? null : SampleEntries.TRANSPORT.code().value();
    return (ApiKeys.Answer.Made) keys.make(OPERATOR, "停车应用", kind, provider, code);
  }
}
