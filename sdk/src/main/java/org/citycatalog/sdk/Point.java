package org.citycatalog.sdk;

/// A place.
///
/// @param longitude degrees east, -180 to 180
/// @param latitude degrees north, -90 to 90
public record Point(double longitude, double latitude) {
  private static final double EARTH_RADIUS_METRES = 6_371_008.7714;

  public Point {
    if (!(Math.abs(longitude) <= 180) || !(Math.abs(latitude) <= 90)) {
      throw new IllegalArgumentException(
          "a point must be longitude, latitude in degrees but was %s, %s"
              .formatted(longitude, latitude));
    }
  }

  /// Measures over the ground, on a sphere as the server does.
  ///
  /// @param other the other place
  /// @return metres
  public double metresTo(Point other) {
    double here = Math.toRadians(latitude);
    double there = Math.toRadians(other.latitude);
    double half = Math.sin((there - here) / 2);
    double across = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
    double chord = half * half + Math.cos(here) * Math.cos(there) * across * across;
    return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
  }
}
