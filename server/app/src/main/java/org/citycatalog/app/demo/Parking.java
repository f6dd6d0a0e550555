package org.citycatalog.app.demo;

import static org.citycatalog.app.demo.Picks.between;
import static org.citycatalog.app.demo.Picks.oneOf;
import static org.citycatalog.app.demo.Picks.percent;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.citycatalog.app.demo.DemoDataset.FileBody;

/// 300 car parks as JSON Lines, each with its free spaces a few minutes before noon.
final class Parking implements FileBody {
  private static final long SEED = 341_000_033L;
  private static final int ROWS = 300;
  private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-10-31T12:00:00+08:00");
  private static final String[] PLACES = {
    "老街", "人民公园", "新安江畔", "体育馆", "汽车站", "人民医院", "政务中心", "茶叶市场", "古城", "文化广场", "农贸市场", "图书馆", "高铁站",
    "游客中心", "科技园", "中学", "博物馆", "滨江路"
  };
  private static final String[] KINDS = {"停车场", "地下停车场", "停车楼", "路边停车位", "公共停车场"};
  private static final String[] ROADS = {"新安路", "黄山路", "滨江路", "徽州大道", "前园路", "长干路", "迎宾大道", "率水路"};
  private static final String[] HOURS = {"全天", "06:00-22:00", "07:00-23:00", "08:00-20:00"};
  private static final BigDecimal[] TARIFFS = {
    new BigDecimal("0"),
    new BigDecimal("2"),
    new BigDecimal("2.5"),
    new BigDecimal("3"),
    new BigDecimal("4"),
    new BigDecimal("5")
  };

  private final Places places;

  Parking(Places places) {
    this.places = places;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Random random = new Random(SEED);
    for (int i = 1; i <= ROWS; i++) {
      out.write((carPark(i, random).build() + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private JsonObjectBuilder carPark(int number, Random random) {
    var district = places.any(random);
    String street = district.street(random);
    int total = between(20, 600, random);
    boolean closed = percent(5, random);
    boolean full = !closed && percent(10, random);
    return Json.createObjectBuilder()
        .add("park_id", String.format(Locale.ROOT, "%s-P%03d", district.code(), number))
        .add("name", district.name() + oneOf(PLACES, random) + oneOf(KINDS, random))
        .add(
            "address",
            "黄山市" + district.name() + street + oneOf(ROADS, random) + between(1, 300, random) + "号")
        .add("district", district.code())
        .add("location", district.pointNear(random))
        .add("total", total)
        .add("ev_dc", percent(50, random) ? 0 : between(1, 1 + total / 20, random))
        .add("ev_ac", percent(30, random) ? 0 : between(1, 1 + total / 10, random))
        .add("hours", oneOf(HOURS, random))
        .add(
            "tariff",
            percent(4, random) ? JsonValue.NULL : Json.createValue(oneOf(TARIFFS, random)))
        .add(
            "free",
            closed ? JsonValue.NULL : Json.createValue(full ? 0 : between(1, total, random)))
        .add("status", closed ? "关闭" : full ? "已满" : "开放")
        .add(
            "time",
            NOON.minusSeconds(random.nextInt(600)).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
  }
}
