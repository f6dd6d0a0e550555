package org.citycatalog.sdk;

import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.model.Problem;

/// A load that was refused, failed or was cancelled. Nothing of it is visible.
public final class LoadEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Load load;

  LoadEndedException(Load load) {
    super(sentence(load));
    this.load = load;
  }

  private static String sentence(Load load) {
    Problem problem = load.problem();
    String why = "";
    if (problem != null) {
      why = ": " + problem.title() + (problem.detail() == null ? "" : " " + problem.detail());
    }
    return "load %s of %s was %s after %d rows (%d rejected, %d cells unreadable)%s"
        .formatted(
            load.id(),
            load.dataset(),
            load.state(),
            load.rowsRead(),
            load.rowsRejected(),
            load.cellsUnreadable(),
            why);
  }

  /// The load as it ended, with the server's problem and its counts.
  public Load load() {
    return load;
  }
}
