package org.citycatalog.catalog;

/// How much harm a leak would do: general data of levels 1 to 4, and important data, which is never
/// opened.
public enum Level {
  G1,
  G2,
  G3,
  G4,
  IMPORTANT
}
