package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.sdk.WireServer.json;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.citycatalog.sdk.model.CallerKind;
import org.citycatalog.sdk.model.KeyRequest;
import org.citycatalog.sdk.model.NewKey;
import org.citycatalog.sdk.transport.Settings;
import org.junit.jupiter.api.Test;

/// What is printed is often kept, in logs and in reports of errors; no secret may be in it.
class SecretsTest {
  private static final String SECRET = "cck_geheim0123456789";

  @Test
  void a_new_key_is_read_but_not_printed() throws Exception {
    try (WireServer server =
            WireServer.inTurn(
                json(
                    201,
                    """
                    {"key":{"id":"k1","label":"停车","kind":"department",
                    "made":"2026-11-01T00:00:00Z"},"secret":"%s"}\
                    """
                        .formatted(SECRET)));
        CityCatalog city =
            CityCatalog.builder().endpoint(server.url()).apiKey("cck_operator").build()) {
      NewKey made =
          city.keys().add(KeyRequest.builder().label("停车").kind(CallerKind.DEPARTMENT).build());

      assertThat(made.secret()).isEqualTo(SECRET);
      assertThat(made).asString().contains("k1", "停车").doesNotContain(SECRET);
      assertThat(List.of(made)).asString().doesNotContain(SECRET);
      assertThat(made)
          .isEqualTo(made.toBuilder().build())
          .isNotEqualTo(made.toBuilder().secret("cck_x").build());
    }
  }

  @Test
  void neither_settings_nor_their_headers_print_a_secret() {
    Duration second = Duration.ofSeconds(1);

    Settings settings =
        new Settings(
            URI.create("http://localhost:9080"),
            SECRET,
            null,
            second,
            second,
            second,
            0,
            null,
            Map.of("X-Gateway-Key", SECRET),
            List.of(),
            null);

    assertThat(settings).asString().contains("with a key").doesNotContain(SECRET);
    assertThat(CityCatalog.builder().endpoint("http://localhost:9080").apiKey(SECRET))
        .asString()
        .doesNotContain(SECRET);
  }
}
