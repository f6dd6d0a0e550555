package org.citycatalog.app.demo;

import static org.citycatalog.app.demo.Picks.between;
import static org.citycatalog.app.demo.Picks.oneOf;
import static org.citycatalog.app.demo.Picks.percent;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.citycatalog.app.demo.DemoDataset.FileBody;

/// 500 bus stops as CSV, each on one to four routes.
final class BusStops implements FileBody {
  private static final long SEED = 341_000_031L;
  private static final int ROWS = 500;
  private static final String[] NAMES = {
    "桥头", "小学", "卫生院", "村口", "集镇", "茶厂", "新区", "路口", "公园", "汽车站", "医院", "市场", "古桥", "广场", "东站", "西站"
  };

  private final Places places;

  BusStops(Places places) {
    this.places = places;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Random random = new Random(SEED);
    CsvText csv = new CsvText(out);
    csv.row("stop_id", "name", "district", "street", "location", "routes", "shelter", "step_free");
    for (int i = 1; i <= ROWS; i++) {
      var district = places.any(random);
      String street = district.street(random);
      csv.row(
          String.format(Locale.ROOT, "%08d", i),
          street.replaceFirst("(街道|镇|乡)$", "") + oneOf(NAMES, random),
          district.code(),
          street,
          district.pointNear(random),
          routes(random),
          percent(60, random) ? "是" : "否",
          percent(35, random) ? "是" : "否");
    }
    csv.flush();
  }

  private static String routes(Random random) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (int i = between(1, 4, random); i > 0; i--) {
      numbers.add(between(1, 32, random));
    }
    return numbers.stream().map(number -> number + "路").collect(Collectors.joining("、"));
  }
}
