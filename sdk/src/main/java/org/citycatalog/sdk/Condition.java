package org.citycatalog.sdk;

import java.util.Objects;

/// A condition on the rows of a dataset, as CQL2 text. [Conditions] makes them.
public final class Condition {
  /// How tightly the outermost operator binds, loosest first.
  private enum Binding {
    OR,
    AND,
    NOT,
    WHOLE
  }

  private final String text;
  private final Binding binding;

  private Condition(String text, Binding binding) {
    this.text = text;
    this.binding = binding;
  }

  static Condition whole(String text) {
    return new Condition(text, Binding.WHOLE);
  }

  /// Takes CQL2 text as it is.
  ///
  /// @param cql2 the text; checked by the server
  /// @return the condition
  public static Condition of(String cql2) {
    if (cql2.isBlank()) {
      throw new IllegalArgumentException("a condition must not be blank");
    }
    // what is inside is not looked at, so it is bracketed wherever something is added
    return new Condition(cql2.strip(), Binding.OR);
  }

  /// Holds where both hold.
  ///
  /// @param other the other condition
  /// @return the condition
  public Condition and(Condition other) {
    return new Condition(
        bracketed(Binding.AND) + " AND " + Objects.requireNonNull(other).bracketed(Binding.AND),
        Binding.AND);
  }

  /// Holds where at least one holds.
  ///
  /// @param other the other condition
  /// @return the condition
  public Condition or(Condition other) {
    return new Condition(
        bracketed(Binding.AND) + " OR " + Objects.requireNonNull(other).bracketed(Binding.AND),
        Binding.OR);
  }

  /// Holds where this one does not; a row whose value is missing or unreadable satisfies neither.
  ///
  /// @return the condition
  public Condition not() {
    return new Condition("NOT " + bracketed(Binding.WHOLE), Binding.NOT);
  }

  private String bracketed(Binding least) {
    return binding.compareTo(least) < 0 ? "(" + text + ")" : text;
  }

  /// The condition as CQL2 text.
  ///
  /// @return the text
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
