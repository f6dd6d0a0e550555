package org.citycatalog.catalog;

import java.util.regex.Pattern;

/// The part of a dataset's id that belongs to its provider, so that a name can collide only with
/// one's own.
///
/// Shape: 2 to 32 characters `a-z 0-9 -`, not starting with a hyphen, e.g. `transport`.
public record ProviderNamespace(String value) implements Comparable<ProviderNamespace> {
  public static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{1,31}");

  public ProviderNamespace {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "provider namespace must match %s but was '%s'".formatted(SHAPE, value));
    }
  }

  @Override
  public int compareTo(ProviderNamespace other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
