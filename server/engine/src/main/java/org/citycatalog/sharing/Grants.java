package org.citycatalog.sharing;

import java.util.Optional;

/// Where the boundary looks grants up.
@FunctionalInterface
public interface Grants {
  /// No grant was ever made.
  Grants NONE = id -> Optional.empty();

  /// A grant as it stands now: a change is seen by the next call after it was made.
  Optional<Grant> grant(String id);
}
