package org.citycatalog.sharing.rules;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Decision;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.contracts.Contracts;
import org.jspecify.annotations.Nullable;

/// Compares what a dataset gives with what it would give under other rules. Nothing is kept.
public final class ComparedRules {
  private final Boundary boundary;
  private final Contracts contracts;
  private final RowComparison rows;
  private final InstantSource clock;

  public ComparedRules(
      Boundary boundary, Contracts contracts, RowComparison rows, InstantSource clock) {
    this.boundary = boundary;
    this.contracts = contracts;
    this.rows = rows;
    this.clock = clock;
  }

  /// Compares a dataset as it is with what it would be. To be asked only for who keeps it.
  public Preview compare(Caller keeper, Dataset before, Dataset after) {
    List<AccessChange> changes = new ArrayList<>();
    for (Caller.Kind kind : Viewer.KINDS) {
      changes.add(change(new Viewer.Anybody(kind), keeper, before, after));
    }
    for (Grant grant : live(before)) {
      Viewer recipient = new Viewer.Recipient(grant);
      if (isTouched(recipient, keeper, before, after)) {
        changes.add(change(recipient, keeper, before, after));
      }
    }
    return new Preview(changes, PreviewWarnings.of(changes, before, after));
  }

  /// The grants under which rows of the dataset can be read now, newest first.
  private List<Grant> live(Dataset dataset) {
    Contracts.Concern concern = new Contracts.Concern(false, null, dataset.id().provider());
    return contracts.grants(concern).stream()
        .filter(grant -> grant.dataset().equals(dataset.id()))
        .filter(grant -> grant.objection(grant.purpose(), clock.instant()).isEmpty())
        .toList();
  }

  private boolean isTouched(Viewer viewer, Caller keeper, Dataset before, Dataset after) {
    Caller eyes = viewer.seenBy(keeper);
    return !name(decision(eyes, before)).equals(name(decision(eyes, after)));
  }

  /// Equal for decisions that give the same.
  private static String name(Decision decision) {
    return decision instanceof Permit permit ? permit.scope() : decision.toString();
  }

  private AccessChange change(Viewer viewer, Caller keeper, Dataset before, Dataset after) {
    Caller eyes = viewer.seenBy(keeper);
    Decision then = decision(eyes, before);
    Decision next = decision(eyes, after);
    return new AccessChange(
        viewer,
        access(boundary.maySee(eyes, before), then),
        access(boundary.maySee(eyes, after), next),
        columns(next),
        columns(columns(then), columns(next)),
        before.version() == null
            ? Optional.empty()
            : rows.compare(keeper, permit(then), permit(next)));
  }

  private Decision decision(Caller eyes, Dataset dataset) {
    DatasetVersion version = dataset.version();
    return boundary.decide(eyes, dataset, version == null ? expected(dataset) : version);
  }

  /// The version that a first file would make of the items that are described.
  private DatasetVersion expected(Dataset dataset) {
    return new DatasetVersion(
        dataset.id(),
        1,
        "expected",
        clock.instant(),
        dataset.entry().schema(),
        new SourceFile("csv", null, "UTF-8", ',', true, null, "", 0),
        0,
        0,
        0);
  }

  private static AccessChange.Access access(boolean seen, Decision decision) {
    return switch (decision) {
      case Permit permit -> new AccessChange.Access(seen, true, null);
      case Decision.Refusal refusal -> new AccessChange.Access(seen, false, refusal.code());
      case Decision.Invisible invisible -> new AccessChange.Access(seen, false, null);
    };
  }

  private static Optional<Permit> permit(Decision decision) {
    return decision instanceof Permit permit ? Optional.of(permit) : Optional.empty();
  }

  private static List<Permit.PermittedColumn> columns(Decision decision) {
    return decision instanceof Permit permit ? permit.columns() : List.of();
  }

  private static List<AccessChange.ColumnChange> columns(
      List<Permit.PermittedColumn> before, List<Permit.PermittedColumn> after) {
    Set<String> names = new LinkedHashSet<>();
    before.forEach(column -> names.add(column.item().name()));
    after.forEach(column -> names.add(column.item().name()));
    List<AccessChange.ColumnChange> changes = new ArrayList<>();
    for (String name : names) {
      Permit.PermittedColumn then = named(name, before);
      Permit.PermittedColumn next = named(name, after);
      if (then == null
          || next == null
          || !then.mask().equals(next.mask())
          || !then.rights().equals(next.rights())) {
        changes.add(new AccessChange.ColumnChange(name, then, next));
      }
    }
    return changes;
  }

  private static Permit.@Nullable PermittedColumn named(
      String name, List<Permit.PermittedColumn> columns) {
    for (Permit.PermittedColumn column : columns) {
      if (column.item().name().equals(name)) {
        return column;
      }
    }
    return null;
  }
}
