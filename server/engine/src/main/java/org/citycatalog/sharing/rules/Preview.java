package org.citycatalog.sharing.rules;

import java.util.List;
import org.citycatalog.catalog.Finding;

/// What a rule opens and shuts.
///
/// @param viewers every kind of caller, and the grants that it touches
/// @param warnings what a steward should know before going on
public record Preview(List<AccessChange> viewers, List<Finding> warnings) {
  public Preview {
    viewers = List.copyOf(viewers);
    warnings = List.copyOf(warnings);
  }
}
