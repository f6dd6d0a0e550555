package org.citycatalog.app.demo;

import static org.citycatalog.app.demo.Picks.between;
import static org.citycatalog.app.demo.Picks.percent;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.citycatalog.app.demo.DemoDataset.FileBody;

/// Six stations, every hour of thirty days, as CSV; about one concentration in fifty is `NA`.
final class AirHourly implements FileBody {
  private static final long SEED = 341_000_010L;
  private static final OffsetDateTime FIRST_HOUR =
      OffsetDateTime.parse("2026-09-01T01:00:00+08:00");
  private static final int HOURS = 30 * 24;
  private static final int NOT_MEASURED_PERCENT = 2;
  private static final int NOT_MEASURED = -1;
  private static final Station[] STATIONS = {
    new Station("HS01", "屯溪区老街站（演示）", 118.312, 29.713, 26),
    new Station("HS02", "屯溪区新城站（演示）", 118.345, 29.722, 30),
    new Station("HS03", "黄山区甘棠站（演示）", 118.137, 30.273, 20),
    new Station("HS04", "徽州区岩寺站（演示）", 118.337, 29.827, 32),
    new Station("HS05", "歙县徽城站（演示）", 118.428, 29.861, 28),
    new Station("HS06", "祁门县祁山站（演示）", 117.717, 29.854, 18)
  };

  /// @param usual its usual PM2.5, in µg/m³
  private record Station(String id, String name, double longitude, double latitude, int usual) {}

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Random random = new Random(SEED);
    CsvText csv = new CsvText(out);
    csv.row(
        "station",
        "station_name",
        "location",
        "time",
        "pm25",
        "pm10",
        "so2",
        "no2",
        "o3",
        "co",
        "aqi",
        "primary");
    for (int hour = 0; hour < HOURS; hour++) {
      int weather = between(-8, 22, random); // the same over the city
      for (Station station : STATIONS) {
        row(station, hour, weather, random, csv);
      }
    }
    csv.flush();
  }

  private static void row(Station station, int hour, int weather, Random random, CsvText csv)
      throws IOException {
    int fine = Math.max(3, station.usual() + weather + between(-5, 5, random));
    int fromAfternoon = Math.abs((hour + 1) % 24 - 15);
    int pm25 = measured(fine, random);
    int pm10 = measured(fine * 3 / 2 + between(0, 12, random), random);
    int o3 = measured(Math.max(8, 150 - 11 * fromAfternoon + between(-15, 15, random)), random);
    AirIndex index = AirIndex.of(pm25, pm10, o3);
    csv.row(
        station.id(),
        station.name(),
        Places.point(station.longitude(), station.latitude()),
        FIRST_HOUR.plusHours(hour).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
        text(pm25),
        text(pm10),
        text(measured(between(3, 14, random), random)),
        text(measured(between(6, 40, random), random)),
        text(o3),
        percent(NOT_MEASURED_PERCENT, random)
            ? "NA"
            : BigDecimal.valueOf(between(3, 11, random), 1),
        text(index.value()),
        index.primary());
  }

  private static int measured(int value, Random random) {
    return percent(NOT_MEASURED_PERCENT, random) ? NOT_MEASURED : value;
  }

  private static String text(int value) {
    return value == NOT_MEASURED ? "NA" : Integer.toString(value);
  }

  /// The index by linear interpolation between limits, near enough for made-up air.
  ///
  /// @param value -1 where a concentration is missing
  /// @param primary empty up to 50
  private record AirIndex(int value, String primary) {
    static AirIndex of(int pm25, int pm10, int o3) {
      if (pm25 == NOT_MEASURED || pm10 == NOT_MEASURED || o3 == NOT_MEASURED) {
        return new AirIndex(NOT_MEASURED, "");
      }
      int fine = partial(pm25, 35, 75);
      int coarse = partial(pm10, 50, 150);
      int ozone = partial(o3, 160, 200);
      int value = Math.max(fine, Math.max(coarse, ozone));
      return new AirIndex(
          value, value <= 50 ? "" : value == fine ? "PM2.5" : value == coarse ? "PM10" : "O3");
    }

    /// 50 at the first limit and 100 at the second, going on as steeply.
    private static int partial(int concentration, int first, int second) {
      return concentration <= first
          ? (concentration * 50 + first - 1) / first
          : 50 + ((concentration - first) * 50 + second - first - 1) / (second - first);
    }
  }
}
