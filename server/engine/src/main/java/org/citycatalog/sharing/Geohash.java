package org.citycatalog.sharing;

/// The geohash of a point: its cell in a grid, named by base-32 characters, longer for smaller
/// cells.
final class Geohash {
  private static final String DIGITS = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int BITS = 5;

  private Geohash() {}

  static String of(double longitude, double latitude, int length) {
    double west = -180;
    double east = 180;
    double south = -90;
    double north = 90;
    StringBuilder hash = new StringBuilder(length);
    boolean acrossLongitude = true;
    for (int i = 0; i < length; i++) {
      int digit = 0;
      for (int bit = 0; bit < BITS; bit++) {
        digit <<= 1;
        if (acrossLongitude) {
          double middle = (west + east) / 2;
          if (longitude >= middle) {
            digit |= 1;
            west = middle;
          } else {
            east = middle;
          }
        } else {
          double middle = (south + north) / 2;
          if (latitude >= middle) {
            digit |= 1;
            south = middle;
          } else {
            north = middle;
          }
        }
        acrossLongitude = !acrossLongitude;
      }
      hash.append(DIGITS.charAt(digit));
    }
    return hash.toString();
  }
}
