package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.citycatalog.app.http.Contracted.ok;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a newcomer finds of statistics in the demo city, by the lines of the guide.
@ExtendWith(SharedServer.class)
class DemoStatisticsIT {
  private static final Path PAGE = Path.of("../../docs/guide/statistics.md");
  private static final Pattern CURL =
      Pattern.compile("(?m)^curl '?http://localhost:9080/api/v1([^'\\n]+)'?$");

  private final SharedServer.Running city;

  DemoStatisticsIT(SharedServer.Running city) {
    this.city = city;
  }

  @Test
  void the_two_lines_of_the_guide_are_answered_without_a_key() throws Exception {
    List<String> lines =
        CURL.matcher(Files.readString(PAGE)).results().map(line -> line.group(1)).toList();
    assertThat(lines).hasSize(2);

    String cubes = ok(city.anybody.get(lines.get(0))).text();
    JsonArray slice = ok(city.anybody.get(lines.get(1))).json().getJsonArray("cells");

    assertThat(cubes).contains("\"by-district-channel\"").contains("341002");
    assertThat(slice).hasSize(1);
    assertThat(slice.getJsonObject(0).getInt("count")).isGreaterThan(100);
  }

  @Test
  void most_cells_of_the_hotline_are_told_and_add_up_to_its_tickets() throws Exception {
    String cube = "/datasets/hotline.tickets/cubes/by-district-channel";

    List<JsonObject> cells =
        ok(city.anybody.get(cube)).json().getJsonArray("cells").getValuesAs(JsonObject.class);
    JsonObject total =
        ok(city.anybody.get(cube + "?by=")).json().getJsonArray("cells").getJsonObject(0);

    assertThat(cells.stream().filter(cell -> !cell.getBoolean("suppressed", false)))
        .hasSizeGreaterThan(20);
    assertThat(total.getInt("count")).isEqualTo(3_000);
    assertThat(city.anybody.get("/datasets/hotline.tickets/rows").code())
        .isEqualTo("grant-required");
  }
}
