package org.citycatalog.app.api;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.citycatalog.api.model.AccessState;
import org.citycatalog.api.model.BoundaryPreview;
import org.citycatalog.api.model.ColumnChange;
import org.citycatalog.api.model.FieldChange;
import org.citycatalog.api.model.ItemRight;
import org.citycatalog.api.model.Mask;
import org.citycatalog.api.model.ProposedChangeKind;
import org.citycatalog.api.model.ProposedChangeState;
import org.citycatalog.api.model.ReadableColumn;
import org.citycatalog.api.model.RowsChange;
import org.citycatalog.api.model.ViewerChange;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryDocument;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.rules.AccessChange;
import org.citycatalog.sharing.rules.Preview;
import org.citycatalog.sharing.rules.Viewer;
import org.jspecify.annotations.Nullable;

/// What rules open and shut, and changes that two persons look at, on the wire.
final class RulesWire {
  private static final Duration TO_BE_CONFIRMED_WITHIN = Duration.ofDays(7);

  private final WireJson json;
  private final InstantSource clock;

  RulesWire(WireJson json, InstantSource clock) {
    this.json = json;
    this.clock = clock;
  }

  BoundaryPreview preview(Preview preview, List<Finding> findings, boolean secondPerson) {
    return new BoundaryPreview(
        preview.viewers().stream().map(this::viewer).toList(),
        Answers.wire(preview.warnings()),
        Answers.wire(findings),
        secondPerson);
  }

  ReadableColumn column(Permit.PermittedColumn column) {
    return new ReadableColumn(
        column.item().name(),
        json.read(MaskJson.write(column.mask()), Mask.class),
        column.rights().stream().sorted().map(right -> ItemRight.valueOf(right.name())).toList());
  }

  /// A proposed change as a list shows it.
  org.citycatalog.api.model.ProposedChange.Builder change(Dataset dataset, ProposedChange change) {
    org.citycatalog.api.model.ProposedChange.Builder wire =
        org.citycatalog.api.model.ProposedChange.builder()
            .number(change.number())
            .kind(ProposedChangeKind.valueOf(change.kind().name()))
            .state(state(dataset, change))
            .revision(change.revision())
            .inEffect(change.inEffect())
            .by(change.by())
            .at(Wire.time(change.at()))
            .reason(change.reason());
    ProposedChange.Decision decision = change.decision();
    if (decision != null) {
      return wire.decidedBy(decision.by())
          .decided(Wire.time(decision.at()))
          .decision(decision.reason());
    }
    if (change.inEffect()) {
      Instant due = change.at().plus(TO_BE_CONFIRMED_WITHIN);
      wire.due(Wire.time(due)).overdue(clock.instant().isAfter(due));
    }
    return wire;
  }

  /// The fields in which two entries differ, by path; items are named, not counted, so that a new
  /// one in their middle is no change of those behind it.
  static List<FieldChange> fields(Entry before, Entry after) {
    List<FieldChange> changes = new ArrayList<>();
    differences("", byName(before), byName(after), changes);
    return changes;
  }

  private static void differences(
      String path, JsonObject before, JsonObject after, List<FieldChange> changes) {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      JsonValue then = before.get(name);
      JsonValue next = after.get(name);
      String field = path + "/" + name.replace("~", "~0").replace("/", "~1");
      if (then instanceof JsonObject one && next instanceof JsonObject other) {
        differences(field, one, other, changes);
      } else if (then == null || !then.equals(next)) {
        changes.add(new FieldChange(field, text(then), text(next)));
      }
    }
  }

  private static @Nullable String text(@Nullable JsonValue value) {
    return value == null ? null : value.toString();
  }

  private static JsonObject byName(Entry entry) {
    JsonObject written = EntryDocument.write(entry);
    if (!written.containsKey("items")) {
      return written;
    }
    JsonObjectBuilder items = Json.createObjectBuilder();
    for (JsonObject item : written.getJsonArray("items").getValuesAs(JsonObject.class)) {
      items.add(item.getString("name"), item);
    }
    return Json.createObjectBuilder(written).add("items", items).build();
  }

  private ViewerChange viewer(AccessChange change) {
    ViewerChange.Builder wire =
        ViewerChange.builder()
            .kind(kind(change.viewer().kind()))
            .before(access(change.before()))
            .after(access(change.after()))
            .columns(change.columns().stream().map(this::column).toList())
            .rows(rows(change.rows()));
    if (change.viewer() instanceof Viewer.Recipient(var grant)) {
      wire.grant(grant.id()).organisation(grant.organisation().value());
    }
    return wire.build();
  }

  private ColumnChange column(AccessChange.ColumnChange change) {
    Permit.PermittedColumn before = change.before();
    Permit.PermittedColumn after = change.after();
    return new ColumnChange(
        change.name(),
        before == null ? null : column(before),
        after == null ? null : column(after));
  }

  private static AccessState access(AccessChange.Access access) {
    return new AccessState(access.seen(), access.readable(), access.refusal());
  }

  private static @Nullable RowsChange rows(Optional<AccessChange.Rows> rows) {
    return rows.map(each -> new RowsChange(each.before(), each.after(), each.opened(), each.shut()))
        .orElse(null);
  }

  private static ViewerKind kind(Caller.Kind kind) {
    return ViewerKind.fromString(kind.name().toLowerCase(Locale.ROOT));
  }

  private static ProposedChangeState state(Dataset dataset, ProposedChange change) {
    ProposedChange.Decision decision = change.decision();
    if (decision != null) {
      return ProposedChangeState.fromString(decision.outcome().code());
    }
    return change.isStale(dataset) ? ProposedChangeState.STALE : ProposedChangeState.OPEN;
  }
}
