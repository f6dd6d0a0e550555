package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.reply;

import java.time.Duration;
import java.util.List;
import org.citycatalog.sdk.model.Account;
import org.citycatalog.sdk.model.AccountChange;
import org.citycatalog.sdk.model.AccountKind;
import org.citycatalog.sdk.model.AccountRequest;
import org.citycatalog.sdk.model.CallerRole;
import org.citycatalog.sdk.model.NewAccount;
import org.citycatalog.sdk.model.NewSession;
import org.citycatalog.sdk.model.RotatedKey;
import org.junit.jupiter.api.Test;

/// Who is calling: sessions, accounts, and the caller's own key.
class PeopleTest {
  private static final String ACCOUNT =
      """
      {"id":"a1","name":"wang","label":"王","kind":"department","roles":["steward"],
      "disabled":false,"mustChangePassword":%s,"made":"2026-11-01T00:00:00Z","revision":%d}\
      """;
  private static final String KEY =
      """
      {"id":"k2","label":"停车","kind":"department","made":"2026-11-01T00:00:00Z"}\
      """;

  @Test
  void a_person_logs_in_chooses_a_password_and_logs_out() throws Exception {
    try (WireServer server =
            WireServer.inTurn(
                json(
                    201,
                    "{\"secret\":\"ccs_s\",\"account\":%s,\"ends\":\"2026-11-01T12:00:00Z\"}"
                        .formatted(ACCOUNT.formatted(true, 1))),
                reply(204, "text/plain", new byte[0]),
                reply(204, "text/plain", new byte[0]));
        CityCatalog city = CityCatalog.connect(server.url())) {
      NewSession session = city.sessions().logIn("wang", "first-Secret-1");
      city.sessions().changePassword("first-Secret-1", "own-Secret-2");
      city.sessions().logOut();

      assertThat(session.secret()).isEqualTo("ccs_s");
      assertThat(session).asString().doesNotContain("ccs_s");
      assertThat(server.asked().get(0).body()).contains("first-Secret-1");
      assertThat(server.asked().get(1).method()).isEqualTo("PUT");
      assertThat(server.asked().get(2).target()).endsWith("/sessions/current");
    }
  }

  @Test
  void an_account_is_changed_from_where_it_was_read() throws Exception {
    try (WireServer server =
            WireServer.inTurn(
                json(
                    201,
                    "{\"account\":%s,\"password\":\"first-Secret-1\"}"
                        .formatted(ACCOUNT.formatted(true, 1))),
                json(200, ACCOUNT.formatted(false, 2)));
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build()) {
      NewAccount made =
          city.accounts()
              .add(
                  AccountRequest.builder()
                      .name("wang")
                      .label("王")
                      .kind(AccountKind.DEPARTMENT)
                      .roles(List.of(CallerRole.STEWARD))
                      .build());
      Account changed =
          city.accounts()
              .change(
                  made.account(),
                  AccountChange.builder().label("王").kind(AccountKind.DEPARTMENT).build());

      assertThat(made).asString().doesNotContain("first-Secret-1");
      assertThat(server.asked().get(1).header("If-Match")).isEqualTo("\"1\"");
      assertThat(changed.revision()).isEqualTo(2);
    }
  }

  @Test
  void a_key_is_followed_by_another_for_some_hours() throws Exception {
    try (WireServer server =
            WireServer.inTurn(
                json(
                    201,
                    "{\"key\":%s,\"secret\":\"cck_new\",\"oldExpires\":\"2026-11-02T00:00:00Z\"}"
                        .formatted(KEY)));
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build()) {
      RotatedKey rotated = city.keys().rotate("k1", Duration.ofDays(1));

      assertThat(rotated.key().id()).isEqualTo("k2");
      assertThat(rotated).asString().doesNotContain("cck_new");
      assertThat(server.asked().get(0).target()).endsWith("/keys/k1/rotation");
      assertThat(server.asked().get(0).body()).contains("\"overlapHours\":24");
    }
  }

  @Test
  void an_overlap_that_would_be_cut_short_is_refused_before_anything_is_sent() throws Exception {
    try (WireServer server = WireServer.inTurn();
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build()) {
      for (Duration overlap : List.of(Duration.ofMinutes(30), Duration.ofHours(-1))) {
        assertThatThrownBy(() -> city.keys().rotate("k1", overlap))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("whole hours");
      }
      assertThat(server.asked()).isEmpty();
    }
  }
}
