package org.citycatalog.catalog;

/// The place of a change in the catalog's one list of changes; rises with every change, never
/// reused.
public record Sequence(long value) implements Comparable<Sequence> {
  public static final Sequence START = new Sequence(0);

  @Override
  public int compareTo(Sequence other) {
    return Long.compare(value, other.value);
  }
}
