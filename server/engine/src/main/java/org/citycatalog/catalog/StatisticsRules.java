package org.citycatalog.catalog;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Whether what is declared about statistics fits the items and the rules about rows.
public final class StatisticsRules {
  private StatisticsRules() {}

  /// Every rule that is broken. An entry without items gets them from its first file; then what is
  /// said of items is checked before it is published.
  public static List<Finding> check(Entry entry) {
    Statistics statistics = entry.statistics();
    if (statistics == null) {
      return List.of();
    }
    Findings findings = new Findings();
    besideRows(entry, statistics, findings);
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < statistics.groups().size(); i++) {
      Statistics.Group group = statistics.groups().get(i);
      if (!groups.add(group.item())) {
        findings.add(
            "duplicate-element",
            "/statistics/groups/%d/item".formatted(i),
            "an item is grouped in one way in all cubes");
      }
      group(entry, group, "/statistics/groups/" + i, findings);
    }
    for (int i = 0; i < statistics.cubes().size(); i++) {
      cube(entry, statistics, statistics.cubes().get(i), "/statistics/cubes/" + i, findings);
    }
    String contributor = statistics.contributor();
    if (contributor != null) {
      item(entry, contributor, "/statistics/contributor", findings);
      if (groups.contains(contributor)) {
        findings.add(
            "item-unsuitable",
            "/statistics/contributor",
            "item '%s' is a group, too".formatted(contributor));
      }
    }
    if (findings.count() == 0) {
      size(entry, statistics, findings);
    }
    return findings.all();
  }

  /// The values of a group: those declared, or those that its item can only have.
  public static List<String> values(Entry entry, Statistics.Group group) {
    if (!group.values().isEmpty()) {
      return group.values();
    }
    if (group.mask() instanceof Mask.Bucket bucket) {
      return Mask.labels(bucket);
    }
    return entry
        .schema()
        .item(group.item())
        .map(item ->
            !group.mask().equals(Mask.CLEAR)
                ? List.<String>of()
                : item.type() == ColumnType.BOOLEAN
                    ? List.of("true", "false")
                    : item.type() == ColumnType.CODE || item.type() == ColumnType.TEXT
                        ? item.constraints().allowed()
                        : List.<String>of())
        .orElse(List.of());
  }

  private static void besideRows(Entry entry, Statistics statistics, Findings findings) {
    boolean open = entry.opening().accessClass() == AccessClass.UNCONDITIONAL;
    boolean shared = entry.sharing().accessClass() == AccessClass.UNCONDITIONAL;
    // Rows that somebody reads could be taken off a cell, and the rest would be told.
    if (open || shared && statistics.audience() == Statistics.Audience.DEPARTMENTS) {
      findings.add(
          "statistics-beside-rows",
          "/statistics/audience",
          "who is told the statistics reads rows without condition already");
    }
  }

  private static void group(
      Entry entry, Statistics.Group group, String pointer, Findings findings) {
    Optional<Item> item = usable(entry, group.item(), pointer + "/item", findings);
    if (item.isEmpty()) {
      return;
    }
    boolean coarse =
        switch (group.mask()) {
          case Mask.Clear clear -> item.get().type() != ColumnType.POINT;
          case Mask.Year year -> true;
          case Mask.AgeBand band -> true;
          case Mask.Round round -> true;
          case Mask.Bucket bucket -> true;
          case Mask.KeepRegion region -> true;
          case Mask.KeepPrefix prefix -> true;
          case Mask.Geohash geohash -> true;
          case Mask.Drop drop -> false;
          case Mask.Null none -> false;
          case Mask.Pseudonym pseudonym -> false;
          case Mask.MatchOnly match -> false;
        };
    if (!coarse || !Mask.suits(group.mask(), item.get().type())) {
      findings.add(
          "mask-unsuitable",
          pointer + "/mask",
          "%s does not group a column of type %s"
              .formatted(Mask.method(group.mask()), item.get().type().code()));
    } else if (values(entry, group).isEmpty()) {
      findings.add(
          "values-needed",
          pointer + "/values",
          "which values item '%s' is grouped by cannot be told from its constraints"
              .formatted(group.item()));
    }
  }

  private static void cube(
      Entry entry, Statistics statistics, Statistics.Cube cube, String pointer, Findings findings) {
    for (int i = 0; i < cube.groups().size(); i++) {
      if (statistics.group(cube.groups().get(i)).isEmpty()) {
        findings.unknown(
            "unknown-item",
            pointer + "/groups/" + i,
            "no group is of item " + Findings.quoted(cube.groups().get(i)),
            cube.groups().get(i),
            statistics.groups().stream().map(Statistics.Group::item).toList());
      }
    }
    for (int i = 0; i < cube.measures().size(); i++) {
      String of = cube.measures().get(i).of();
      if (of == null) {
        continue;
      }
      String where = pointer + "/measures/" + i + "/of";
      Optional<Item> item = usable(entry, of, where, findings);
      boolean number =
          item.isPresent()
              && (item.get().type() == ColumnType.INTEGER
                  || item.get().type() == ColumnType.DECIMAL);
      if (item.isPresent() && (!number || statistics.group(of).isPresent())) {
        findings.add(
            "item-unsuitable",
            where,
            number
                ? "item '%s' is a group, too".formatted(of)
                : "item '%s' is no number".formatted(of));
      }
    }
  }

  private static Optional<Item> usable(
      Entry entry, String name, String pointer, Findings findings) {
    Optional<Item> item = item(entry, name, pointer, findings);
    if (item.isPresent()) {
      Level level = entry.levelOf(item.get());
      String why =
          item.get().personal() == Personal.DIRECT
              ? "names single persons"
              : !item.get().rights().contains(ItemRight.AGGREGATE)
                  ? "has no right to be aggregated"
                  : level.compareTo(Level.G3) > 0 ? "is of level " + level : null;
      if (why != null) {
        findings.add("item-unsuitable", pointer, "item '%s' %s".formatted(name, why));
        return Optional.empty();
      }
    }
    return item;
  }

  private static Optional<Item> item(Entry entry, String name, String pointer, Findings findings) {
    Optional<Item> item = entry.schema().item(name);
    if (item.isEmpty() && !entry.schema().items().isEmpty()) {
      findings.unknown(
          "unknown-item",
          pointer,
          "no item is named " + Findings.quoted(name),
          name,
          entry.schema().items().stream().map(Item::name).toList());
    }
    return item;
  }

  private static void size(Entry entry, Statistics statistics, Findings findings) {
    Set<Set<String>> margins = new HashSet<>();
    for (Statistics.Cube cube : statistics.cubes()) {
      int all = 1 << cube.groups().size();
      for (int subset = 0; subset < all; subset++) {
        int bits = subset;
        margins.add(
            new HashSet<>(
                Stream.iterate(0, i -> i < cube.groups().size(), i -> i + 1)
                    .filter(i -> (bits >> i & 1) == 1)
                    .map(cube.groups()::get)
                    .toList()));
      }
    }
    double cells = 0;
    for (Set<String> margin : margins) {
      double product = 1;
      for (String name : margin) {
        product *= statistics.group(name).map(group -> values(entry, group).size() + 1).orElse(1);
      }
      cells += product;
    }
    if (cells > Statistics.MOST_CELLS) {
      findings.add(
          "cube-too-large",
          "/statistics/cubes",
          "the cubes have %.0f cells with their margins; %d can be protected together"
              .formatted(cells, Statistics.MOST_CELLS));
    }
  }
}
