package org.citycatalog.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.app.demo.DemoCity;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.sharing.Caller;
import org.citycatalog.stewardship.Outcome;
import org.citycatalog.stewardship.RegisterDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoLoaderTest {
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "op", null, null);

  @TempDir Path home;

  @Test
  void made_up_data_does_not_go_among_other_data() {
    try (RunningCatalog city = start(false)) {
      DemoCity demo = DemoCity.huangshan();
      demo.providers().forEach(city.store::addProvider);
      JsonObject entry = demo.datasets().getFirst().entry();
      String real = entry.getString("id") + "-real";
      assertThat(
              new RegisterDataset(city.store, city.boundary, city.document, city.clock)
                  .register(OPERATOR, Json.createObjectBuilder(entry).add("id", real).build()))
          .isInstanceOf(Outcome.Registered.class);
    }

    try (RunningCatalog city = start(true)) {
      assertThat(city.store.datasets())
          .extracting(Dataset::id)
          .asString()
          .isEqualTo("[" + DemoCity.huangshan().datasets().getFirst().id() + "-real]");
    }
  }

  @Test
  void an_empty_catalog_gets_the_whole_demo_city_and_a_second_start_the_same() {
    int datasets = DemoCity.huangshan().datasets().size();
    for (int start = 0; start < 2; start++) {
      try (RunningCatalog city = start(true)) {
        assertThat(city.store.datasets())
            .hasSize(datasets)
            .allSatisfy(each -> assertThat(each.version()).isNotNull());
      }
    }
  }

  private RunningCatalog start(boolean demo) {
    Map<String, String> settings =
        Map.of("CITYCATALOG_HOME", home.toString(), "CITYCATALOG_DEMO", Boolean.toString(demo));
    return RunningCatalog.start(Settings.read(name -> Optional.ofNullable(settings.get(name))));
  }
}
