package org.citycatalog.sharing;

import java.util.Optional;
import org.citycatalog.catalog.ProviderNamespace;

/// Which projections of the catalog a caller searches. Made only by [Boundary].
///
/// An entry is indexed once per projection that holds it, and an audience reads a disjoint set of
/// them: each entry at most once.
public final class Audience {
  private final Reach reach;
  private final Optional<ProviderNamespace> own;

  Audience(Reach reach, Optional<ProviderNamespace> own) {
    this.reach = reach;
    this.own = own;
  }

  /// How far the caller sees beyond its own entries.
  public enum Reach {
    /// Published and unconditionally open.
    OPEN,
    /// Published and opened with or without condition: callers who can apply.
    APPLICANT,
    /// Published: other departments.
    GOVERNMENT,
    /// Everything, drafts and withdrawn entries too.
    ALL
  }

  public Reach reach() {
    return reach;
  }

  /// The provider whose own entries, drafts and withdrawn ones too, the caller sees in full.
  public Optional<ProviderNamespace> own() {
    return own;
  }
}
