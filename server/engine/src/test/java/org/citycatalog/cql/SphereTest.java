package org.citycatalog.cql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.citycatalog.Seeds;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SphereTest {
  static java.util.stream.LongStream seeds() {
    return Seeds.few();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_box_around_a_circle_loses_no_point_of_it(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 10_000; i++) {
      double longitude = random.nextInt(4) == 0 ? 180 : random.nextDouble(-180, 180);
      double latitude = random.nextInt(4) == 0 ? 90 : random.nextDouble(-90, 90);
      double metres = Math.pow(10, random.nextDouble(0, 7.4));
      Predicate.WithinBox around =
          Sphere.boxAround(
              new Predicate.WithinDistance("place", longitude, latitude, metres, true));
      double pointLongitude = longitude + random.nextDouble(-1, 1) * Math.min(360, metres / 50_000);
      pointLongitude += pointLongitude > 180 ? -360 : pointLongitude < -180 ? 360 : 0;
      double pointLatitude =
          Math.clamp(latitude + random.nextDouble(-1, 1) * metres / 100_000, -90, 90);
      if (Math.abs(pointLongitude) <= 180
          && Sphere.distanceMetres(longitude, latitude, pointLongitude, pointLatitude) <= metres) {
        var point = new org.citycatalog.catalog.Value.Point(pointLongitude, pointLatitude);

        assertThat(Meaning.evaluate(around, column -> point)).isEqualTo(Truth.TRUE);
      }
    }
  }
}
