package org.citycatalog.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.Checked;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.Value;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.ingest.Hints;
import org.citycatalog.ingest.Limits;
import org.citycatalog.ingest.Source;
import org.citycatalog.ingest.SourceReader;
import org.citycatalog.ingest.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCityTest {
  @TempDir Path folder;
  private final DemoCity city = DemoCity.huangshan();
  private final Map<ProviderNamespace, Provider> providers =
      city.providers().stream().collect(Collectors.toMap(Provider::namespace, Function.identity()));
  private final EntryDocument documents =
      new EntryDocument(Vocabularies.fromClassPath(), () -> Instant.parse("2026-11-23T00:00:00Z"));

  @Test
  void every_entry_passes_the_check_that_a_steward_s_entry_passes() {
    for (DemoDataset dataset : city.datasets()) {
      assertThat(checked(dataset)).as(dataset.id().value()).isInstanceOf(Checked.Valid.class);
    }
  }

  @Test
  void an_entry_whose_provider_code_is_mistyped_does_not_pass() {
    JsonObject wrong =
        Json.createObjectBuilder(city.datasets().get(0).entry())
            .add("providerCode", "11341000YY0001000X")
            .build();

    assertThat(documents.read(wrong, name -> Optional.ofNullable(providers.get(name))))
        .isInstanceOf(Checked.Invalid.class);
  }

  @Test
  void every_cell_of_every_file_is_of_its_item_s_type() throws IOException {
    List<String> unreadable = new ArrayList<>();
    for (DemoDataset dataset : city.datasets()) {
      TableSchema schema = entry(dataset).schema();
      List<CellReader> readers =
          schema.items().stream().map(item -> CellReader.of(item, schema.missingValues())).toList();
      for (Map<String, @Nullable String> row : rows(dataset)) {
        for (CellReader reader : readers) {
          if (reader.read(row.get(reader.item().name())) instanceof Value.Unreadable wrong) {
            unreadable.add(dataset.fileName() + " " + reader.item().name() + " " + wrong);
          }
        }
      }
    }

    assertThat(unreadable).isEmpty();
  }

  @Test
  void every_file_has_exactly_the_columns_of_its_entry() throws IOException {
    for (DemoDataset dataset : city.datasets()) {
      Set<String> names =
          entry(dataset).schema().items().stream().map(Item::name).collect(Collectors.toSet());

      assertThat(rows(dataset))
          .as(dataset.fileName())
          .isNotEmpty()
          .allMatch(row -> row.keySet().equals(names));
    }
  }

  @Test
  void primary_keys_are_unique() throws IOException {
    for (DemoDataset dataset : city.datasets()) {
      List<String> key = entry(dataset).schema().primaryKey();
      List<List<@Nullable String>> keys =
          rows(dataset).stream()
              .map(row -> key.stream().<@Nullable String>map(row::get).toList())
              .toList();

      assertThat(key).as(dataset.fileName()).isNotEmpty();
      assertThat(keys).as(dataset.fileName()).doesNotHaveDuplicates();
    }
  }

  @Test
  void the_same_city_comes_out_each_time() throws IOException {
    assertThat(hashes(city)).isEqualTo(hashes(DemoCity.huangshan()));
    assertThat(hashes(city)).containsExactlyEntriesOf(EXPECTED);
  }

  @Test
  void there_are_as_many_rows_as_the_entries_promise() throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (DemoDataset dataset : city.datasets()) {
      counts.put(dataset.id().value(), rows(dataset).size());
    }

    assertThat(counts)
        .containsEntry("civil.divisions", 1 + 7 + 109)
        .containsEntry("civil.villages", 764)
        .containsEntry("transport.parking", 300)
        .containsEntry("transport.bus-stops", 500)
        .containsEntry("market.enterprises", 5_000)
        .containsEntry("ecology.air-hourly", 30 * 24 * 6)
        .containsEntry("hotline.tickets", 3_000)
        .containsEntry("tourism.scenic-areas", 18);
  }

  @Test
  void the_villages_are_those_of_huangshan_joined_with_their_districts() throws IOException {
    var villages = rows(dataset("civil.villages"));

    assertThat(villages).allMatch(row -> "3410".equals(row.get("cityCode")));
    assertThat(villages.stream().filter(row -> "341002".equals(row.get("areaCode"))))
        .hasSize(76)
        .allMatch(row -> "屯溪区".equals(row.get("areaName")));
  }

  @Test
  void only_the_real_data_is_not_called_synthetic() {
    assertThat(city.datasets())
        .filteredOn(dataset -> !dataset.entry().getBoolean("synthetic"))
        .extracting(dataset -> dataset.id().value())
        .containsExactly("civil.divisions", "civil.villages");
    assertThat(city.datasets())
        .filteredOn(dataset -> dataset.entry().getBoolean("synthetic"))
        .allSatisfy(dataset ->
            assertThat(dataset.entry().getJsonObject("summary").getString("zh"))
                .startsWith("合成数据"));
  }

  @Test
  void no_enterprise_can_be_a_real_one_though_every_code_has_its_check_character()
      throws IOException {
    for (var row : rows(dataset("market.enterprises"))) {
      String code = new Uscc(Objects.requireNonNull(row.get("uscc"))).value();

      assertThat(organisationCheck(code.substring(8, 16))).isNotEqualTo(code.charAt(16));
      assertThat(row.get("name")).contains("演示");
    }
  }

  @Test
  void no_provider_has_the_code_of_a_real_unit() {
    for (Provider provider : city.providers()) {
      String code = provider.code().value();

      assertThat(organisationCheck(code.substring(8, 16))).isNotEqualTo(code.charAt(16));
      assertThat(provider.name().zh()).endsWith("（演示）");
    }
  }

  @Test
  void the_rows_of_tickets_are_not_open_and_no_telephone_can_ring() throws IOException {
    DemoDataset tickets = dataset("hotline.tickets");

    assertThat(entry(tickets).sharing().accessClass()).isEqualTo(AccessClass.CONDITIONAL);
    assertThat(entry(tickets).opening().accessClass()).isEqualTo(AccessClass.CONDITIONAL);
    assertThat(rows(tickets))
        .allMatch(row -> Objects.requireNonNull(row.get("phone")).matches("000\\d{8}"))
        .allMatch(row -> Objects.requireNonNull(row.get("caller")).matches("来电人\\d{4}"));
  }

  @Test
  void words_people_look_for_are_there() throws IOException {
    assertThat(text(dataset("transport.parking"))).contains("停车场", "屯溪");
    assertThat(text(dataset("market.enterprises"))).contains("茶业");
    assertThat(text(dataset("ecology.air-hourly"))).contains(",NA,");
    assertThat(text(dataset("hotline.tickets"))).contains("停车难", "空气");
    assertThat(text(dataset("tourism.scenic-areas"))).contains("茶文化", "宏村");
  }

  @Test
  void a_full_disk_while_writing_is_not_swallowed() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };

    for (DemoDataset dataset : city.datasets()) {
      assertThatThrownBy(() -> dataset.file().writeTo(full))
          .as(dataset.fileName())
          .isInstanceOf(IOException.class)
          .hasMessage("no space left");
    }
  }

  private static final Map<String, String> EXPECTED = expected();

  private static Map<String, String> expected() {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("divisions.csv", "b2054db022b3f1bf8addbae905078902327353ebc451cbcc74ab21f44e632444");
    hashes.put("villages.csv", "a723a8c69ec4b52e943445a2c4311392a5009fbea7d8d374dd8d38e25fa78038");
    hashes.put("parking.jsonl", "2f7260eb9c41b562250423dd5d9f081ee2bc962e4f1ce6052235db98ae2da627");
    hashes.put("bus-stops.csv", "4580bcbd18f52cd731bad6e9cb63525cf55f78c2e91d3252f0a2285150bf8a27");
    hashes.put(
        "enterprises.csv", "de49af3d0819eb90db265e99d9f92e66e57fadc7ffddb1e1f7d4211fa7842e2a");
    hashes.put(
        "air-hourly.csv", "e88543853827cd0e46be8b71524a33a22c1a6477de26b0a4c247e158e14e4db5");
    hashes.put("tickets.csv", "8f2b9907e246fcdca811014221e0d9817f9b6d9b7b7c2d3cf27763d998b531b6");
    hashes.put(
        "scenic-areas.geojson", "246c73263b9be060d651cd315b09c5d3ce195af36dd3004044296376ad852cc7");
    return hashes;
  }

  /// The ninth character that an organisation code (GB 11714) must have after these eight.
  private static char organisationCheck(String first8) {
    int[] weights = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++) {
      sum += Character.digit(first8.charAt(i), 36) * weights[i];
    }
    return "0123456789X".charAt((11 - sum % 11) % 11);
  }

  private DemoDataset dataset(String id) {
    return city.datasets().stream()
        .filter(each -> each.id().value().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Checked<Entry> checked(DemoDataset dataset) {
    return documents.read(dataset.entry(), name -> Optional.ofNullable(providers.get(name)));
  }

  private Entry entry(DemoDataset dataset) {
    return switch (checked(dataset)) {
      case Checked.Valid<Entry>(Entry entry) -> entry;
      case Checked.Invalid<Entry> invalid -> throw new AssertionError(invalid);
    };
  }

  private static String text(DemoDataset dataset) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    dataset.file().writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, String> hashes(DemoCity city) throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    for (DemoDataset dataset : city.datasets()) {
      byte[] bytes = text(dataset).getBytes(StandardCharsets.UTF_8);
      hashes.put(dataset.fileName(), HexFormat.of().formatHex(sha256(bytes)));
    }
    return hashes;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /// The rows as a load reads them, without a hint about the file.
  private List<Map<String, @Nullable String>> rows(DemoDataset dataset) throws IOException {
    Path file = Files.writeString(folder.resolve(dataset.fileName()), text(dataset));
    Source source = Source.find(file, Hints.NONE, Limits.DEFAULT);
    assertThat(source.dialect().format().name()).isEqualToIgnoringCase(dataset.format());
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    try (SourceReader reader = source.open()) {
      for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
        assertThat(record.rejection()).as(dataset.fileName()).isNull();
        Map<String, @Nullable String> row = new LinkedHashMap<>();
        for (int i = 0; i < reader.columns().size(); i++) {
          row.put(reader.columns().get(i), record.cells()[i]);
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
