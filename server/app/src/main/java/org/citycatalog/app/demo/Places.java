package org.citycatalog.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// Districts of Huangshan and their streets and towns, with a point near each seat of government.
final class Places {
  /// Longitude and latitude in degrees, of the seat, to about a kilometre.
  private static final Map<String, double[]> SEATS =
      Map.of(
          "341002", new double[] {118.334, 29.709},
          "341003", new double[] {118.137, 30.273},
          "341004", new double[] {118.337, 29.827},
          "341021", new double[] {118.428, 29.861},
          "341022", new double[] {118.189, 29.789},
          "341023", new double[] {117.939, 29.925},
          "341024", new double[] {117.717, 29.854});

  /// Many places are in the city's centre (屯溪区, the first), so that a search for it finds many.
  private static final int CENTRE_SHARE_PERCENT = 40;

  private final List<District> districts;

  private Places(List<District> districts) {
    this.districts = districts;
  }

  record District(
      String code, String name, List<String> streets, double longitude, double latitude) {
    String street(Random random) {
      return streets.get(random.nextInt(streets.size()));
    }

    /// A made-up point within about three kilometres of the seat, as `lon lat`.
    String pointNear(Random random) {
      double east = (random.nextInt(6001) - 3000) / 100_000.0;
      double north = (random.nextInt(5001) - 2500) / 100_000.0;
      return point(longitude + east, latitude + north);
    }
  }

  static String point(double longitude, double latitude) {
    return String.format(Locale.ROOT, "%.5f %.5f", longitude, latitude);
  }

  static Places read() {
    List<String[]> divisions =
        Resources.lines("divisions.csv").stream().map(line -> line.split(",", -1)).toList();
    List<District> districts = new ArrayList<>();
    for (String[] division : divisions) {
      double[] seat = SEATS.get(division[0]);
      if (seat != null) {
        districts.add(
            new District(
                division[0], division[1], streets(divisions, division[0]), seat[0], seat[1]));
      }
    }
    return new Places(List.copyOf(districts));
  }

  private static List<String> streets(List<String[]> divisions, String district) {
    return divisions.stream()
        .filter(each -> each[3].equals(district) && !each[2].equals("其他"))
        .map(each -> each[1])
        .toList();
  }

  District any(Random random) {
    return random.nextInt(100) < CENTRE_SHARE_PERCENT
        ? districts.get(0)
        : districts.get(1 + random.nextInt(districts.size() - 1));
  }
}
