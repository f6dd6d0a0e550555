package org.citycatalog.catalog;

/// The order of values of one type, the same in filters, sorts and constraints.
///
/// Text is ordered by Unicode code point, false before true, times by instant.
public final class ValueOrder {
  private ValueOrder() {}

  /// Compares two present values of the same type.
  ///
  /// @throws IllegalArgumentException if the types differ or have no order
  public static int compare(Value left, Value right) {
    return switch (left) {
      case Value.Text(String a) when right instanceof Value.Text(String b) -> compareText(a, b);
      case Value.Int(long a) when right instanceof Value.Int(long b) -> Long.compare(a, b);
      case Value.Decimal(var a) when right instanceof Value.Decimal(var b) -> a.compareTo(b);
      case Value.Bool(boolean a) when right instanceof Value.Bool(boolean b) ->
          Boolean.compare(a, b);
      case Value.Day(var a) when right instanceof Value.Day(var b) -> a.compareTo(b);
      case Value.Moment(var a) when right instanceof Value.Moment(var b) ->
          a.toInstant().compareTo(b.toInstant());
      default ->
          throw new IllegalArgumentException("no order between %s and %s".formatted(left, right));
    };
  }

  /// Compares by code point, which is the order of the UTF-8 bytes; `String.compareTo` orders by
  /// UTF-16 unit instead.
  public static int compareText(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        boolean highX = Character.isSurrogate(x);
        boolean highY = Character.isSurrogate(y);
        return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
