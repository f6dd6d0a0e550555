package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.problem;
import static org.citycatalog.sdk.WireServer.reply;

import java.nio.charset.StandardCharsets;
import org.citycatalog.sdk.error.GoneException;
import org.citycatalog.sdk.model.Purge;
import org.citycatalog.sdk.model.PurgeState;
import org.junit.jupiter.api.Test;

/// Destroying, and what is filed of a grant.
class PurgesTest {
  private static final String PURGE =
      """
      {"id":"p1","subject":{"dataset":"civil.relief","versions":[1,2]},"state":"%s","revision":%d,
      "events":[{"number":1,"to":"requested","at":"2026-11-01T00:00:00Z","by":"k1"}]}\
      """;

  @Test
  void one_asks_and_another_approves_what_was_seen() {
    try (WireServer server =
            WireServer.inTurn(
                json(201, PURGE.formatted("requested", 1)), json(200, PURGE.formatted("done", 3)));
        CityCatalog city = city(server)) {
      Purge asked = city.purges().versionsUpTo("civil.relief", 2, "应急终止", "《突发事件应对法》");

      Purge done = city.purges().approve(asked);

      assertThat(asked.subject().versions()).containsExactly(1L, 2L);
      assertThat(done.state()).isEqualTo(PurgeState.DONE);
      assertThat(server.asked().get(0).body())
          .contains("\"versionsUpTo\":2", "\"basis\":\"《突发事件应对法》\"");
      assertThat(server.asked().get(1).target()).endsWith("/purges/p1/decisions");
      assertThat(server.asked().get(1).header("If-Match")).isEqualTo("\"1\"");
      assertThat(server.asked().get(1).body()).isEqualTo("{\"to\":\"approved\"}");
    }
  }

  @Test
  void what_was_destroyed_is_gone() {
    try (WireServer server = WireServer.inTurn(problem(410, "purged"));
        CityCatalog city = city(server)) {
      assertThatThrownBy(() -> city.dataset("civil.relief").rows().first(10))
          .isInstanceOf(GoneException.class);
    }
  }

  @Test
  void a_grant_is_filed_as_it_was_written() {
    String agreement = "{\"@type\": \"odrl:Agreement\"}";
    try (WireServer server =
            WireServer.inTurn(
                reply(200, "application/ld+json", agreement.getBytes(StandardCharsets.UTF_8)));
        CityCatalog city = city(server)) {
      assertThat(city.grants().odrl("g1")).isEqualTo(agreement);
      assertThat(server.asked().get(0).target()).endsWith("/grants/g1/odrl");
      assertThat(server.asked().get(0).header("Accept")).contains("application/ld+json");
    }
  }

  private static CityCatalog city(WireServer server) {
    return CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build();
  }
}
