package org.citycatalog.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineDataTest {
  private static final String PROFILE =
      """
      {"name": "ours", "title": {"zh": "本市"}, "rules": [
        {"event": "provider-review", "days": 7, "unit": "working-day", "source": "本市规定", "confirmed": true}]}
      """;
  private static final String CALENDAR =
      """
      {"name": "ours", "title": {"zh": "本市"}, "zone": "Asia/Urumqi", "years": [
        {"year": 2027, "source": "通知", "confirmed": true,
         "holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}],
         "makeUpDays": ["2027-01-09"]}]}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"decree-809", "guofa-2016-51", "city-341000"})
  void what_is_shipped_keeps_its_own_schema(String profile) {
    Deadlines deadlines = DeadlineData.named(profile, "cn");

    assertThat(deadlines.profile().name()).isEqualTo(profile);
    assertThat(deadlines.calendar().name()).isEqualTo("cn");
  }

  @Test
  void a_city_brings_its_own_files() throws IOException {
    Deadlines deadlines = DeadlineData.named(file(PROFILE), file(CALENDAR));

    assertThat(deadlines.profile().rules()).singleElement().matches(rule -> rule.days() == 7);
    assertThat(deadlines.calendar().zone().getId()).isEqualTo("Asia/Urumqi");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"days\": 7     | \"days\": 0        | /rules/0/days",
        "\"days\": 7     | \"days\": \"7\"    | /rules/0/days",
        "\"days\": 7     | \"day\": 7         | breaks its schema",
        "provider-review | providers-review   | /rules/0/event",
        "working-day     | day                | /rules/0/unit",
        "\"confirmed\": true | \"confirmed\": true}, {\"event\": \"provider-review\", \"days\": 9,"
            + " \"unit\": \"working-day\", \"source\": \"x\", \"confirmed\": false"
            + " | two rules are about 'provider-review'",
        "{\"name\"       | [\"name\"          | is no JSON object"
      })
  void a_profile_that_is_wrong_stops_the_start(String from, String to, String said)
      throws IOException {
    String path = file(PROFILE.replace(from, to));

    assertThatThrownBy(() -> DeadlineData.named(path, "cn"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("CITYCATALOG_DEADLINE_PROFILE")
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({
    "Asia/Urumqi, Asia/Nowhere, is no time zone",
    "2027-01-09, 2027-01-11, no Saturday or Sunday",
    "2027-01-09, 2027-01-02, both off and a make-up day",
    "2027-01-03, 2027-02-30, /years/0/holidays/0/to",
    "2027-01-03, 2026-12-03, goes from"
  })
  void a_calendar_that_is_wrong_stops_the_start(String from, String to, String said)
      throws IOException {
    String path = file(CALENDAR.replace(from, to));

    assertThatThrownBy(() -> DeadlineData.named("decree-809", path))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("CITYCATALOG_CALENDAR")
        .hasMessageContaining(said);
  }

  @Test
  void a_name_that_is_neither_shipped_nor_a_file_stops_the_start() throws IOException {
    Path gbk = Files.writeString(folder.resolve("gbk.json"), PROFILE, Charset.forName("GBK"));

    assertThatThrownBy(() -> DeadlineData.named("decree-810", "cn"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("decree-809")
        .hasMessageContaining("was 'decree-810'");
    assertThatThrownBy(() -> DeadlineData.named(gbk.toString(), "cn"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("in UTF-8");
  }

  private String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "data", ".json"), text).toString();
  }
}
