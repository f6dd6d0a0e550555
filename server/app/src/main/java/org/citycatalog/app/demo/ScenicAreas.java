package org.citycatalog.app.demo;

import static org.citycatalog.app.demo.Picks.between;
import static org.citycatalog.app.demo.Picks.oneOf;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.citycatalog.app.demo.DemoDataset.FileBody;

/// Scenic areas as GeoJSON: real names, everything else made up.
final class ScenicAreas implements FileBody {
  private static final long SEED = 341_000_019L;
  private static final String[] GRADES = {"3A", "4A", "5A"};
  private static final String[] HOURS = {"06:30-17:00", "07:30-17:30", "08:00-18:00", "全天"};
  private static final Place[] PLACES = {
    new Place("黄山风景区", "341003", 118.17, 30.13), new Place("太平湖", "341003", 118.05, 30.38),
    new Place("翡翠谷", "341003", 118.20, 30.08), new Place("芙蓉谷", "341003", 118.17, 30.19),
    new Place("屯溪老街", "341002", 118.31, 29.71), new Place("花山谜窟", "341002", 118.40, 29.74),
    new Place("呈坎", "341004", 118.28, 29.90), new Place("唐模", "341004", 118.36, 29.88),
    new Place("潜口民宅", "341004", 118.32, 29.88), new Place("徽州古城", "341021", 118.43, 29.86),
    new Place("棠樾牌坊群", "341021", 118.38, 29.88), new Place("新安江山水画廊", "341021", 118.52, 29.82),
    new Place("齐云山", "341022", 118.03, 29.81), new Place("宏村", "341023", 117.98, 30.00),
    new Place("西递", "341023", 117.99, 29.90), new Place("南屏", "341023", 117.91, 29.90),
    new Place("牯牛降", "341024", 117.50, 30.02), new Place("祁红茶文化园", "341024", 117.72, 29.86)
  };

  private record Place(String name, String division, double longitude, double latitude) {}

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Random random = new Random(SEED);
    StringBuilder text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for (int i = 0; i < PLACES.length; i++) {
      text.append(feature(i + 1, PLACES[i], random).build())
          .append(i + 1 < PLACES.length ? ",\n" : "\n]}\n");
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObjectBuilder feature(int number, Place place, Random random) {
    int instant = between(10, 250, random) * 100;
    return Json.createObjectBuilder()
        .add("type", "Feature")
        .add(
            "geometry",
            Json.createObjectBuilder()
                .add("type", "Point")
                .add(
                    "coordinates",
                    Json.createArrayBuilder().add(place.longitude()).add(place.latitude())))
        .add(
            "properties",
            Json.createObjectBuilder()
                .add("id", String.format(Locale.ROOT, "S%03d", number))
                .add("name", place.name())
                .add("grade", oneOf(GRADES, random))
                .add("division", place.division())
                .add("max_instant", instant)
                .add("max_day", instant * 3)
                .add("open_hours", oneOf(HOURS, random))
                .add("ticket", between(0, 24, random) * 5));
  }
}
