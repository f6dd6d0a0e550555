package org.citycatalog.cql;

/// Distances on the sphere that filters use.
public final class Sphere {
  /// Mean radius of the earth (IUGG), in metres.
  public static final double RADIUS_METRES = 6_371_008.7714;

  private static final double SLACK_DEGREES = 1e-7; // about a centimetre

  private Sphere() {}

  /// The shortest distance along the surface, in metres, by the haversine formula; coordinates in
  /// degrees.
  public static double distanceMetres(
      double longitude1, double latitude1, double longitude2, double latitude2) {
    double phi1 = Math.toRadians(latitude1);
    double phi2 = Math.toRadians(latitude2);
    double halfPhi = Math.sin((phi2 - phi1) / 2);
    double halfLambda = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
    double haversine =
        halfPhi * halfPhi + Math.cos(phi1) * Math.cos(phi2) * halfLambda * halfLambda;
    return 2 * RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, haversine)));
  }

  /// A box that holds every point of a circle.
  ///
  /// West is greater than east where it crosses 180°. It is a little wider than needed, so that
  /// rounding loses no point.
  public static Predicate.WithinBox boxAround(Predicate.WithinDistance circle) {
    double angle = circle.metres() / RADIUS_METRES;
    double reach = Math.toDegrees(angle) + SLACK_DEGREES;
    double south = circle.latitude() - reach;
    double north = circle.latitude() + reach;
    if (south <= -90 || north >= 90) { // it holds a pole, and so every longitude
      return new Predicate.WithinBox(
          circle.column(), -180, Math.max(-90, south), 180, Math.min(90, north));
    }
    double widest = Math.sin(angle) / Math.cos(Math.toRadians(circle.latitude()));
    double aside = Math.toDegrees(Math.asin(Math.min(1, widest))) + SLACK_DEGREES;
    double west = circle.longitude() - aside;
    double east = circle.longitude() + aside;
    return new Predicate.WithinBox(
        circle.column(),
        west < -180 ? west + 360 : west,
        south,
        east > 180 ? east - 360 : east,
        north);
  }
}
