package org.citycatalog.sharing.rules;

import java.util.List;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;

/// With whose eyes a keeper looks at a dataset.
public sealed interface Viewer {
  /// The kinds that see by the classes of an entry.
  List<Caller.Kind> KINDS =
      List.of(
          Caller.Kind.PUBLIC, Caller.Kind.ENTERPRISE, Caller.Kind.RESEARCH, Caller.Kind.DEPARTMENT);

  /// Anybody of a kind, without a grant.
  record Anybody(Caller.Kind kind) implements Viewer {
    public Anybody {
      if (!KINDS.contains(kind)) {
        throw new IllegalArgumentException("nobody looks with the eyes of " + kind);
      }
    }
  }

  /// Who received a grant, asking for the purpose it was given for.
  record Recipient(Grant grant) implements Viewer {}

  /// What kind of caller that is.
  default Caller.Kind kind() {
    return switch (this) {
      case Anybody(Caller.Kind kind) -> kind;
      case Recipient(Grant grant) -> grant.kind();
    };
  }

  /// Whom the boundary decides about. The caller keeps nothing and carries the keeper's key and
  /// organisation, so that whatever is read with these eyes is recorded as read by the keeper.
  default Caller seenBy(Caller keeper) {
    Caller eyes =
        new Caller(kind(), keeper.key(), null, keeper.organisation()).heldBy(keeper.person());
    return switch (this) {
      case Anybody anybody -> eyes;
      case Recipient(Grant grant) ->
          eyes.under(grant.id(), grant.kind().clearance()).asking(grant.purpose());
    };
  }
}
