package org.citycatalog.sharing;

/// A bound on what may be read is reached in the midst of an answer: nothing more of it leaves.
public final class ExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Exhausted bound;

  public ExhaustedException(Exhausted bound) {
    super(bound.detail());
    this.bound = bound;
  }

  public Exhausted bound() {
    return bound;
  }
}
