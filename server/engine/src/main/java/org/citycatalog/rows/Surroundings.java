package org.citycatalog.rows;

import org.citycatalog.cql.Predicate;
import org.citycatalog.cql.Sphere;

/// The box that holds a circle on the sphere.
final class Surroundings {
  /// Makes up for rounding, so that no point of the circle is outside; about a tenth of a
  /// millimetre.
  private static final double MARGIN_DEGREES = 1e-9;

  private Surroundings() {}

  static Predicate.WithinBox of(Predicate.WithinDistance circle) {
    double angle = circle.metres() / Sphere.RADIUS_METRES;
    double degrees = Math.toDegrees(angle) + MARGIN_DEGREES;
    double south = circle.latitude() - degrees;
    double north = circle.latitude() + degrees;
    if (south <= -90 || north >= 90 || angle >= Math.PI / 2) {
      // The circle holds a pole, and so every longitude.
      return new Predicate.WithinBox(
          circle.column(), -180, Math.max(south, -90), 180, Math.min(north, 90));
    }
    double widest = Math.sin(angle) / Math.cos(Math.toRadians(circle.latitude()));
    double half = Math.toDegrees(Math.asin(Math.min(1, widest))) + MARGIN_DEGREES;
    double west = circle.longitude() - half;
    double east = circle.longitude() + half;
    return new Predicate.WithinBox(
        circle.column(),
        west < -180 ? west + 360 : west,
        south,
        east > 180 ? east - 360 : east,
        north);
  }
}
