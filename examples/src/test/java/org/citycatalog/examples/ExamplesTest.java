package org.citycatalog.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.citycatalog.app.testing.StartedServer;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.Point;
import org.citycatalog.sdk.model.CallerKind;
import org.citycatalog.sdk.model.ColumnType;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.KeyRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {
  private static final Point OLD_STREET = new Point(118.337, 29.715);

  @TempDir static Path home;
  private static StartedServer server;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @BeforeAll
  static void start() throws Exception {
    server = StartedServer.start(home);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void the_ten_lines_of_the_readme_print_datasets_and_car_parks() throws Exception {
    new TenLinesRun(server.url()).into(out);

    assertThat(printed()).anyMatch(line -> line.startsWith("transport.parking  "));
    List<Long> free =
        printed().stream()
            .filter(line -> line.contains(": "))
            .map(line -> Long.valueOf(line.replaceFirst(".*: ", "")))
            .toList();
    assertThat(free).isNotEmpty().allMatch(places -> places > 10);
    assertThat(free).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void the_nearest_car_parks_come_first_and_from_more_than_one_page() {
    try (CityCatalog city = CityCatalog.connect(server.url())) {
      ParkingFinder finder = new ParkingFinder(city, out);

      List<ParkingFinder.CarPark> all = finder.nearest(OLD_STREET, 100_000, Integer.MAX_VALUE);

      assertThat(all).hasSizeGreaterThan(20).allMatch(park -> park.free() > 0);
      assertThat(all.stream().map(park -> OLD_STREET.metresTo(park.location()))).isSorted();
      assertThat(all).allMatch(park -> OLD_STREET.metresTo(park.location()) <= 100_000);
    }
  }

  @Test
  void the_finder_says_what_it_found_and_what_it_may_not_read() {
    try (CityCatalog city = CityCatalog.connect(server.url())) {
      ParkingFinder finder = new ParkingFinder(city, out);

      finder.printNearest(OLD_STREET, 100_000, 3);
      finder.printHotline();
    }

    assertThat(printed()).hasSize(5);
    assertThat(printed().get(0)).isEqualTo("3 个停车场在 100000 米内有空位:");
    assertThat(printed().get(1)).contains(" 米  空位 ");
    assertThat(printed().get(4)).startsWith("热线工单不对公众开放: ");
  }

  @Test
  void a_steward_sees_what_was_wrong_with_a_file_and_publishes_the_rest()
      throws IOException, URISyntaxException {
    try (CityCatalog city =
        CityCatalog.builder().endpoint(server.url()).apiKey(stewardKey()).build()) {
      boolean published =
          new StewardLoader(city, out)
              .publish(
                  resource("bike-stands.json"),
                  resource("bike-stands.csv"),
                  Map.of(
                      "stand", ColumnType.CODE,
                      "district", ColumnType.CODE,
                      "docks", ColumnType.INTEGER,
                      "opened", ColumnType.DATE));

      assertThat(published).as("%s", printed()).isTrue();
    }

    assertThat(printed()).contains("读取 5 行 = 保留 5 + 拒绝 0，2 个单元格无法识别");
    assertThat(printed()).contains("  public 可读 5 行 5 列");
    assertThat(printed()).anyMatch(line -> line.startsWith("  第 3 行 docks '约二十': "));
    assertThat(printed()).anyMatch(line -> line.startsWith("  第 6 行 opened '2025年4月': "));
    try (CityCatalog everybody = CityCatalog.connect(server.url())) {
      var rows = everybody.dataset("transport.bike-stands").rows().stream().toList();
      assertThat(rows).hasSize(5);
      assertThat(rows.get(0).text("stand")).isEqualTo("00017");
      assertThat(rows.get(1).unreadable("docks")).isPresent();
      assertThat(rows.get(3).isMissing("docks")).isTrue();
    }
  }

  @Test
  void the_tour_of_the_guide_does_what_the_guide_says() throws Exception {
    Path file = home.resolve("tour.csv");
    Path parking = home.resolve("parking.csv");
    try (CityCatalog city = SdkTour.connect(server.url(), stewardKey())) {
      DatasetEntry entry =
          city.dataset("transport.parking").entry().toBuilder()
              .id("transport.tour")
              .items(null)
              .primaryKey(null)
              .build();
      city.register(entry);
      Files.writeString(file, "stand,docks\n00017,12\n00018,约二十\n");
      SdkTour tour = new SdkTour(city, out);

      tour.search();
      tour.rows();
      tour.records();
      tour.export(parking);
      tour.load("transport.tour", file);
      tour.errors("transport.parking", "fre > 3");
      tour.errors("transport.parkin", "free > 3");
      long last = tour.follow(0);

      assertThat(last).isPositive();
      assertThat(tour.follow(last)).isEqualTo(last);
      assertThat(Files.readAllLines(parking)).hasSizeGreaterThan(20);
    }
    assertThat(printed())
        .contains("version 1, 1 unreadable", "no such dataset, or not for this key")
        .contains("registered transport.tour", "loaded transport.tour")
        .anyMatch(line -> line.startsWith("docks: "))
        .anyMatch(line -> line.matches("unknown-column at .*nearest \\[free.*"));
  }

  @Test
  void a_conditional_share_goes_from_the_request_to_its_end() throws IOException {
    KeyRequest.Builder hotline =
        KeyRequest.builder().label("热线").kind(CallerKind.DEPARTMENT).provider("hotline");
    KeyRequest.Builder planners =
        KeyRequest.builder()
            .label("公交规划")
            .kind(CallerKind.DEPARTMENT)
            .organisation("913410000031532064");
    try (CityCatalog operator = connect(server.operatorKey());
        CityCatalog provider = connect(operator.keys().add(hotline.build()).secret());
        CityCatalog applicant = connect(operator.keys().add(planners.build()).secret())) {
      new ConditionalShare(server.url(), out).run(applicant, operator, provider);
    }

    assertThat(printed()).hasSize(7).endsWith("授权状态 closed");
    assertThat(printed().get(1)).matches("可读 [1-9]\\d* 件工单");
    assertThat(printed().get(5)).isEqualTo("撤销之后: 授权已被撤销。");
  }

  @Test
  void an_error_that_is_reported_is_verified_and_corrected() throws IOException {
    KeyRequest institute = KeyRequest.builder().label("研究所").kind(CallerKind.RESEARCH).build();
    try (CityCatalog operator = connect(server.operatorKey());
        CityCatalog reader = connect(operator.keys().add(institute).secret());
        CityCatalog steward = connect(stewardKey())) {
      new ReportedError(out).run(reader, steward);
    }

    assertThat(printed()).containsExactly("已报告: reported", "已核实: verified", "第 1 版: corrected");
  }

  private static CityCatalog connect(String key) {
    return CityCatalog.builder().endpoint(server.url()).apiKey(key).build();
  }

  private static String stewardKey() throws IOException {
    try (CityCatalog operator =
        CityCatalog.builder().endpoint(server.url()).apiKey(server.operatorKey()).build()) {
      return operator
          .keys()
          .add(
              KeyRequest.builder()
                  .label("自行车站点的数据管理员")
                  .kind(CallerKind.DEPARTMENT)
                  .provider("transport")
                  .build())
          .secret();
    }
  }

  private static Path resource(String name) throws URISyntaxException, IOException {
    Path file = Path.of(ExamplesTest.class.getResource("/" + name).toURI());
    assertThat(Files.size(file)).isPositive();
    return file;
  }
}
