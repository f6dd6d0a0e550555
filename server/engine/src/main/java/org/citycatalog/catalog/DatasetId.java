package org.citycatalog.catalog;

import java.util.regex.Pattern;

/// The name of one dataset for its whole life, even when its title changes: `provider.name`, e.g.
/// `transport.parking`.
///
/// Shape: a [ProviderNamespace], a dot, and 2 to 64 characters `a-z 0-9 -`, not starting with a
/// hyphen. It is a safe file name.
public record DatasetId(String value) implements Comparable<DatasetId> {
  public static final Pattern SHAPE =
      Pattern.compile("([a-z0-9][a-z0-9-]{1,31})\\.([a-z0-9][a-z0-9-]{1,63})");

  public DatasetId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "dataset id must match %s but was '%s'".formatted(SHAPE, value));
    }
  }

  public ProviderNamespace provider() {
    return new ProviderNamespace(value.substring(0, value.indexOf('.')));
  }

  public String name() {
    return value.substring(value.indexOf('.') + 1);
  }

  @Override
  public int compareTo(DatasetId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
