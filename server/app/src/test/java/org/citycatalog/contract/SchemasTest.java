package org.citycatalog.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.citycatalog.app.demo.DemoCity;
import org.citycatalog.app.demo.DemoDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class SchemasTest {
  private static final String IN_CONTRACT = "#/components/schemas/";
  private static final String IN_SCHEMA = "#/$defs/";
  private static final Map<String, Object> CONTRACT = contractSchemas();

  @ParameterizedTest
  @CsvSource({
    "dataset-entry,DatasetEntry",
    "table-schema,TableSchema",
    "provider,Provider",
    "deadline-profile,DeadlineProfile",
    "working-calendar,WorkingCalendar"
  })
  void a_schema_says_the_same_as_the_contract(String file, String name) {
    Map<String, Object> expected = new TreeMap<>(asMap(moved(asMap(of(CONTRACT, name)))));
    expected.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    expected.put("$id", "urn:citycatalog:schema:" + file);
    expected.put(
        "$defs",
        reached(of(CONTRACT, name), new TreeSet<>()).stream()
            .collect(Collectors.toMap(each -> each, each -> moved(of(CONTRACT, each)))));

    assertThat(asMap(yaml(schema(file)))).isEqualTo(expected);
  }

  @Test
  void every_entry_of_the_demo_city_is_valid() {
    for (DemoDataset dataset : DemoCity.huangshan().datasets()) {
      assertThat(errors(dataset.entry())).as(dataset.id().value()).isEmpty();
    }
  }

  @Test
  void an_entry_with_a_misspelt_field_is_invalid() {
    JsonObject entry = DemoCity.huangshan().datasets().get(0).entry();

    JsonObject misspelt = Json.createObjectBuilder(entry).add("keyword", "停车").build();
    JsonObject untitled = Json.createObjectBuilder(entry).remove("title").build();

    assertThat(errors(misspelt)).isNotEmpty();
    assertThat(errors(untitled)).isNotEmpty();
  }

  private static List<?> errors(JsonObject entry) {
    return new ValidatorFactory()
        .withJsonNodeFactory(new JakartaJsonNode.Factory())
        .validate(schema("dataset-entry"), entry.toString())
        .getErrors();
  }

  private static String schema(String file) {
    return Project.text(Project.META_INF.resolve("schemas/" + file + ".schema.json"));
  }

  private static Map<String, Object> contractSchemas() {
    Map<String, Object> contract =
        asMap(yaml(Project.text(Project.META_INF.resolve("openapi.yaml"))));
    return asMap(of(asMap(of(contract, "components")), "schemas"));
  }

  /// JSON is YAML, so both sides get the same types.
  private static Object yaml(String text) {
    return new Load(LoadSettings.builder().setCodePointLimit(10_000_000).build())
        .loadFromReader(new StringReader(text));
  }

  private static Object moved(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new TreeMap<>();
      map.forEach((key, each) -> copy.put((String) key, moved(each)));
      return copy;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(SchemasTest::moved).toList();
    }
    return value instanceof String text && text.startsWith(IN_CONTRACT)
        ? IN_SCHEMA + text.substring(IN_CONTRACT.length())
        : value;
  }

  private static Set<String> reached(Object value, Set<String> names) {
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(each -> reached(each, names));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> reached(each, names));
    } else if (value instanceof String text && text.startsWith(IN_CONTRACT)) {
      String name = text.substring(IN_CONTRACT.length());
      if (names.add(name)) {
        reached(of(CONTRACT, name), names);
      }
    }
    return names;
  }

  private static Object of(Map<String, Object> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  @SuppressWarnings("unchecked") // objects of JSON and YAML have texts as keys
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }
}
