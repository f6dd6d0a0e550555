package org.citycatalog.sharing;

import java.util.Optional;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.ProviderNamespace;

/// The one place that decides. Whatever is not allowed here is refused.
///
/// Anybody reads what is published and unconditionally open. Departments read what is published and
/// unconditionally shared, and see that the rest of the published catalog exists; enterprises and
/// research see that conditionally opened entries exist. A provider sees and reads its own, the
/// operator everything.
public final class Boundary {
  /// Whether the entry exists for the caller at all.
  public boolean maySee(Caller caller, Dataset dataset) {
    if (caller.keeps(dataset.id().provider())) {
      return true;
    }
    if (dataset.state() != DatasetState.PUBLISHED) {
      return false;
    }
    return switch (caller.kind()) {
      case PUBLIC -> dataset.entry().opening().accessClass() == AccessClass.UNCONDITIONAL;
      case ENTERPRISE, RESEARCH -> dataset.entry().opening().accessClass() != AccessClass.WITHHELD;
      case DEPARTMENT, OPERATOR -> true;
    };
  }

  /// Decides about the rows of one version.
  public Decision decide(Caller caller, Dataset dataset, DatasetVersion version) {
    if (!maySee(caller, dataset)) {
      return new Decision.Invisible();
    }
    if (caller.keeps(dataset.id().provider())) {
      return permit(version, "own");
    }
    if (dataset.entry().opening().accessClass() == AccessClass.UNCONDITIONAL) {
      return permit(version, "open");
    }
    if (caller.kind() == Caller.Kind.DEPARTMENT) {
      return switch (dataset.entry().sharing().accessClass()) {
        case UNCONDITIONAL -> permit(version, "government");
        case CONDITIONAL -> new Decision.Refusal("grant-required");
        case WITHHELD -> new Decision.Refusal("rows-withheld");
      };
    }
    return new Decision.Refusal("grant-required");
  }

  /// Whether the caller may register, edit, publish, withdraw and load datasets of a provider.
  public boolean mayKeep(Caller caller, ProviderNamespace provider) {
    return caller.keeps(provider);
  }

  /// Whether the caller may add providers and keys.
  public boolean mayOperate(Caller caller) {
    return caller.kind() == Caller.Kind.OPERATOR;
  }

  public Audience audience(Caller caller) {
    return switch (caller.kind()) {
      case PUBLIC -> new Audience(Audience.Reach.OPEN, Optional.empty());
      case ENTERPRISE, RESEARCH ->
          new Audience(Audience.Reach.APPLICANT, Optional.ofNullable(caller.provider()));
      case DEPARTMENT ->
          new Audience(Audience.Reach.GOVERNMENT, Optional.ofNullable(caller.provider()));
      case OPERATOR -> new Audience(Audience.Reach.ALL, Optional.empty());
    };
  }

  private static Permit permit(DatasetVersion version, String scope) {
    return new Permit(version, version.schema(), Optional.empty(), scope);
  }
}
