package org.citycatalog.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.sharing.quota.Rate;
import org.citycatalog.sharing.quota.Rates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  @Test
  void without_settings_the_defaults_of_the_table_hold() {
    Settings settings = read(Map.of());

    assertThat(settings.home())
        .isEqualTo(Path.of(System.getProperty("user.home"), "citycatalog-data"));
    assertThat(settings.databaseUrl()).isNull();
    assertThat(settings.demo()).isFalse();
    assertThat(settings.maxUploadBytes()).isEqualTo(20L << 30);
    assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(settings.rates())
        .isEqualTo(
            new Rates.Settings(
                new Rate(500, Duration.ofSeconds(10)),
                new Rate(10_000, Duration.ofSeconds(10)),
                null));
  }

  @ParameterizedTest
  @CsvSource({
    "CITYCATALOG_DEMO, yes, CITYCATALOG_DEMO must be true or false but was 'yes'",
    "CITYCATALOG_MAX_UPLOAD_MIB, 0, CITYCATALOG_MAX_UPLOAD_MIB must be a whole number from 1",
    "CITYCATALOG_MAX_UPLOAD_MIB, 1G, CITYCATALOG_MAX_UPLOAD_MIB must be a whole number from 1",
    "CITYCATALOG_MAX_UPLOAD_MIB, 20481, CITYCATALOG_MAX_UPLOAD_MIB must be a whole number from 1 to"
        + " 20480",
    "CITYCATALOG_RETENTION_DAYS, -1, CITYCATALOG_RETENTION_DAYS must be a whole number from 0",
    "CITYCATALOG_RATE_ADDRESS, fast, CITYCATALOG_RATE_ADDRESS must be none or a rate such as",
    "CITYCATALOG_RATE_KEY, 5/2h, CITYCATALOG_RATE_KEY must be none or a rate such as",
    "CITYCATALOG_TRUSTED_PROXIES, (10, CITYCATALOG_TRUSTED_PROXIES is no regular expression",
    "CITYCATALOG_DATABASE_URL, jdbc:h2:mem:x, CITYCATALOG_DATABASE_URL must begin with"
  })
  void a_wrong_one_is_named_with_its_rule(String name, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(name, value)))
        .isInstanceOf(StartException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void a_password_is_never_printed() {
    Settings settings =
        read(
            Map.of(
                "CITYCATALOG_DATABASE_URL", "jdbc:postgresql://db/x?password=geheim",
                "CITYCATALOG_DATABASE_PASSWORD", "geheim"));

    assertThat(settings.toString()).doesNotContain("geheim");
    assertThatThrownBy(() -> read(Map.of("CITYCATALOG_DATABASE_URL", "geheim")))
        .hasMessageNotContaining("geheim");
  }

  private static Settings read(Map<String, String> environment) {
    return Settings.read(name -> Optional.ofNullable(environment.get(name)));
  }
}
