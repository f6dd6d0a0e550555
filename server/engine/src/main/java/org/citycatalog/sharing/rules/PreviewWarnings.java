package org.citycatalog.sharing.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.sharing.Permit;

/// What a steward should know before a rule holds, in plain words. Nothing here stops anything.
final class PreviewWarnings {
  private final List<AccessChange> changes;
  private final Dataset before;
  private final Dataset after;
  private final List<Finding> warnings = new ArrayList<>();

  private PreviewWarnings(List<AccessChange> changes, Dataset before, Dataset after) {
    this.changes = changes;
    this.before = before;
    this.after = after;
  }

  static List<Finding> of(List<AccessChange> changes, Dataset before, Dataset after) {
    PreviewWarnings found = new PreviewWarnings(changes, before, after);
    found.items();
    found.linkable();
    found.grants();
    found.tightened();
    return List.copyOf(found.warnings);
  }

  private void items() {
    List<Item> items = after.entry().schema().items();
    for (int place = 0; place < items.size(); place++) {
      Item item = items.get(place);
      Set<String> readers = newReaders(item.name());
      if (readers.isEmpty()) {
        continue;
      }
      Level level = highest(item);
      if (level.compareTo(Level.G3) >= 0) {
        warnings.add(
            new Finding(
                "high-level-opened",
                "/items/" + place,
                "more of column '%s', of level %s, would be read by %s"
                    .formatted(item.name(), level, String.join(", ", readers))));
      }
      if (personal(item) != Personal.NONE) {
        warnings.add(
            new Finding(
                "personal-opened",
                "/items/" + place,
                "more of column '%s', which is said to be %s, would be read by %s"
                    .formatted(item.name(), personal(item).code(), String.join(", ", readers))));
      }
    }
  }

  /// Who reads more of a column: its values, or rows that hold some.
  private Set<String> newReaders(String column) {
    return readers(change -> {
      Optional<Permit.PermittedColumn> read = change.readAfter(column);
      if (read.isEmpty() || read.get().mask() instanceof Mask.Null) {
        return false;
      }
      boolean shownOtherwise =
          change.columns().stream()
              .anyMatch(each -> each.name().equals(column) && each.tellsMore());
      return shownOtherwise || change.rows().isPresent() && change.rows().get().opened() > 0;
    });
  }

  /// What each names nobody by itself may do so together.
  private void linkable() {
    Map<Set<String>, Set<String>> told = new LinkedHashMap<>();
    for (AccessChange change : changes) {
      if (!change.widens()) {
        continue;
      }
      Set<String> quasi = inClear(change, Personal.QUASI);
      Set<String> sensitive = inClear(change, Personal.SENSITIVE);
      if (quasi.size() >= 2 && !sensitive.isEmpty()) {
        Set<String> together = new TreeSet<>(quasi);
        together.addAll(sensitive);
        told.computeIfAbsent(together, same -> new TreeSet<>()).add(words(change.viewer()));
      }
    }
    told.forEach((columns, readers) ->
        warnings.add(
            new Finding(
                "linkable-columns",
                "/items",
                "%s would read %s together and in clear: who is meant can be found out"
                    .formatted(String.join(", ", readers), String.join(", ", columns)))));
  }

  private Set<String> inClear(AccessChange change, Personal kind) {
    Set<String> names = new TreeSet<>();
    for (Item item : after.entry().schema().items()) {
      boolean clear =
          change.readAfter(item.name()).filter(Permit.PermittedColumn::isClear).isPresent();
      if (item.personal() == kind && clear) {
        names.add(item.name());
      }
    }
    return names;
  }

  private void grants() {
    long ended = grants(change -> change.before().readable() && !change.after().readable());
    if (ended > 0) {
      warnings.add(
          new Finding(
              "grants-ended", "", "%d live grants would give nothing any more".formatted(ended)));
    }
    long narrowed =
        grants(change ->
            change.after().readable()
                && change.before().readable()
                && (change.columns().stream().anyMatch(column -> column.after() == null)
                    || change.rows().isPresent() && change.rows().get().shut() > 0));
    if (narrowed > 0) {
      warnings.add(
          new Finding(
              "grants-narrowed",
              "",
              "%d live grants would give fewer rows or columns than was agreed"
                  .formatted(narrowed)));
    }
  }

  private long grants(Predicate<AccessChange> which) {
    return changes.stream()
        .filter(change -> change.viewer() instanceof Viewer.Recipient)
        .filter(which)
        .count();
  }

  /// A class that was published is a promise to those who use it.
  private void tightened() {
    if (before.state() == DatasetState.PUBLISHED) {
      Entry then = before.entry();
      Entry next = after.entry();
      tightened("sharing", then.sharing().accessClass(), next.sharing().accessClass());
      tightened("opening", then.opening().accessClass(), next.opening().accessClass());
    }
  }

  private void tightened(String axis, AccessClass then, AccessClass next) {
    if (next.compareTo(then) > 0) {
      warnings.add(
          new Finding(
              "class-tightened",
              "/" + axis + "/class",
              "the %s class would go from %s to %s; have the data authority look at it before"
                  .formatted(axis, then.code(), next.code())));
    }
  }

  private Set<String> readers(Predicate<AccessChange> which) {
    Set<String> readers = new TreeSet<>();
    changes.stream().filter(which).forEach(change -> readers.add(words(change.viewer())));
    return readers;
  }

  private static String words(Viewer viewer) {
    return switch (viewer) {
      case Viewer.Anybody(var kind) ->
          switch (kind) {
            case PUBLIC -> "the public";
            case ENTERPRISE -> "enterprises";
            case RESEARCH -> "research";
            case DEPARTMENT -> "departments";
            case OPERATOR, AUDITOR -> throw new IllegalStateException("no viewer: " + kind);
          };
      case Viewer.Recipient(var grant) -> "grant " + grant.id();
    };
  }

  /// The higher of what it is and what it was: lowering a level is how it would be got around.
  private Level highest(Item item) {
    Level next = after.entry().levelOf(item);
    return before
        .entry()
        .schema()
        .item(item.name())
        .map(then -> before.entry().levelOf(then))
        .filter(then -> then.compareTo(next) > 0)
        .orElse(next);
  }

  private Personal personal(Item item) {
    return item.personal() != Personal.NONE
        ? item.personal()
        : before.entry().schema().item(item.name()).map(Item::personal).orElse(Personal.NONE);
  }
}
