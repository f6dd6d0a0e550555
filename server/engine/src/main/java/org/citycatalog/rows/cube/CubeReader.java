package org.citycatalog.rows.cube;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Disclosure;
import org.citycatalog.sharing.Exhausted;
import org.citycatalog.sharing.StatisticsPermit;
import org.citycatalog.sharing.ledger.Ledger;
import org.citycatalog.sharing.quota.Quotas;
import org.citycatalog.sharing.quota.Use;
import org.jspecify.annotations.Nullable;

/// Answers questions to statistics, out of what is released: the same question has the same answer
/// until a new release.
public final class CubeReader {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final CubeReleases releases;
  private final Ledger ledger;
  private final Quotas quotas;

  public CubeReader(
      CatalogStore catalog,
      Boundary boundary,
      CubeReleases releases,
      Ledger ledger,
      Quotas quotas) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.releases = releases;
    this.ledger = ledger;
    this.quotas = quotas;
  }

  /// A value that cells shall have.
  ///
  /// @param value empty for all that is none of the values of the group
  private record Slice(String group, String value) {
    /// Reads `group=value`; the group of one that is none is the whole text.
    static Slice of(String text, List<String> groups) {
      return groups.stream()
          .filter(group -> text.startsWith(group + "="))
          .findFirst()
          .map(group -> new Slice(group, text.substring(group.length() + 1)))
          .orElse(new Slice(text, ""));
    }
  }

  /// The cubes of a dataset; none where it has none for the caller.
  public CubeAnswer list(Caller caller, DatasetId id) {
    Optional<Dataset> dataset = catalog.dataset(id).filter(found -> boundary.maySee(caller, found));
    if (dataset.isEmpty()) {
      ledger.absent(caller);
      return new CubeAnswer.Absent();
    }
    Optional<StatisticsPermit> permit = boundary.statistics(caller, dataset.get());
    if (permit.isEmpty()) {
      return new CubeAnswer.Cubes(List.of(), null);
    }
    Optional<Release> release = released(permit.get(), dataset.get());
    List<CubeAnswer.Declared> cubes = new ArrayList<>();
    for (Statistics.Cube cube : permit.get().statistics().cubes()) {
      cubes.add(
          new CubeAnswer.Declared(
              cube,
              groups(dataset.get().entry(), permit.get().statistics(), cube),
              release.filter(found -> holds(found, cube)).map(CubeReader::told).orElse(null)));
    }
    return new CubeAnswer.Cubes(
        cubes, permit.get().isKeepers() ? releases.waiting(id).orElse(null) : null);
  }

  /// Cells of one cube.
  ///
  /// @param by groups of the cube to be told apart, in this order; null for all
  /// @param sliced only cells with these values, each `group=value`
  /// @param seen the tag of what the caller has; null for none
  public CubeAnswer cells(
      Caller caller,
      DatasetId id,
      String name,
      @Nullable List<String> by,
      List<String> sliced,
      @Nullable String seen) {
    Optional<Dataset> dataset = catalog.dataset(id);
    Optional<StatisticsPermit> permit =
        dataset.flatMap(found -> boundary.statistics(caller, found));
    Optional<Statistics.Cube> cube = permit.flatMap(found -> found.statistics().cube(name));
    if (dataset.isEmpty() || permit.isEmpty() || cube.isEmpty()) {
      ledger.absent(caller);
      return new CubeAnswer.Absent();
    }
    Optional<Release> release =
        released(permit.get(), dataset.get()).filter(found -> holds(found, cube.get()));
    if (release.isEmpty()) {
      return new CubeAnswer.NotReleased();
    }
    List<String> apart = by == null ? cube.get().groups() : by;
    List<Slice> slices = sliced.stream().map(text -> Slice.of(text, apart)).toList();
    Optional<CubeAnswer.Mistake> mistake = mistake(release.get(), cube.get(), apart, slices);
    if (mistake.isPresent()) {
      return mistake.get();
    }
    String tag = tag(permit.get(), release.get(), cube.get(), apart, slices);
    if (tag.equals(seen)) {
      return new CubeAnswer.Unchanged(tag);
    }
    Use use = quotas.use(caller, permit.get());
    Optional<Exhausted> bound = use.call();
    if (bound.isPresent()) {
      ledger.exhausted(caller, id, bound.get());
      return new CubeAnswer.OverQuota(bound.get());
    }
    try {
      Disclosure disclosure =
          use.counting(
              ledger.readsStatistics(caller, permit.get(), release.get().version(), name, apart));
      List<CubeAnswer.Cell> cells = cells(release.get(), cube.get(), apart, slices);
      disclosure.announced();
      return new CubeAnswer.Cells(cube.get(), told(release.get()), apart, cells, tag, disclosure);
    } catch (RuntimeException failed) {
      use.cancel();
      throw failed;
    }
  }

  /// The release that may be told under what is declared today.
  private Optional<Release> released(StatisticsPermit permit, Dataset dataset) {
    List<Shape.Axis> axes = CubeReleases.axes(dataset.entry(), permit.statistics());
    return releases
        .current(dataset.id())
        .filter(release ->
            release
                .terms()
                .satisfy(CubeReleases.declaredTerms(dataset.entry(), permit.statistics())))
        .filter(release -> release.shape().axes().containsAll(axes));
  }

  private static boolean holds(Release release, Statistics.Cube cube) {
    List<String> grouped = release.shape().axes().stream().map(Shape.Axis::item).toList();
    return grouped.containsAll(cube.groups())
        && release.shape().contains(Plan.table(release.shape().axes(), cube))
        && cube.measures().stream()
            .allMatch(measure -> measure.of() == null || release.items().contains(measure.of()));
  }

  private static CubeAnswer.Told told(Release release) {
    return new CubeAnswer.Told(
        release.version(),
        release.loaded(),
        release.terms().k(),
        release.terms().dominance(),
        release.terms().contributor() != null);
  }

  private static List<Statistics.Group> groups(
      Entry entry, Statistics statistics, Statistics.Cube cube) {
    List<Shape.Axis> axes = CubeReleases.axes(entry, statistics);
    return cube.groups().stream()
        .flatMap(name -> axes.stream().filter(axis -> axis.item().equals(name)))
        .map(axis -> new Statistics.Group(axis.item(), axis.mask(), axis.values()))
        .toList();
  }

  private static Optional<CubeAnswer.Mistake> mistake(
      Release release, Statistics.Cube cube, List<String> by, List<Slice> slices) {
    HashSet<String> seen = new HashSet<>();
    for (String name : by) {
      if (!cube.groups().contains(name)) {
        return unknown("by", name, cube.groups());
      }
      if (!seen.add(name)) {
        return Optional.of(
            new CubeAnswer.Mistake("by", "group '%s' is named twice".formatted(name), List.of()));
      }
    }
    HashSet<String> sliced = new HashSet<>();
    for (Slice slice : slices) {
      if (!by.contains(slice.group())) {
        return unknown("slice", slice.group(), by);
      }
      if (!sliced.add(slice.group())) {
        return Optional.of(
            new CubeAnswer.Mistake(
                "slice", "group '%s' is named twice".formatted(slice.group()), List.of()));
      }
      List<String> values = axis(release, slice.group()).values();
      if (!slice.value().isEmpty() && !values.contains(slice.value())) {
        return unknown("slice", slice.value(), values);
      }
    }
    return Optional.empty();
  }

  private static Optional<CubeAnswer.Mistake> unknown(
      String parameter, String name, List<String> known) {
    return Optional.of(
        new CubeAnswer.Mistake(
            parameter,
            "'%s' is none of what the cube tells apart".formatted(name),
            Nearest.of(name, known)));
  }

  private static Shape.Axis axis(Release release, String item) {
    return release.shape().axes().stream()
        .filter(axis -> axis.item().equals(item))
        .findFirst()
        .orElseThrow();
  }

  private static List<CubeAnswer.Cell> cells(
      Release release, Statistics.Cube cube, List<String> by, List<Slice> slices) {
    Shape shape = release.shape();
    List<String> axes = shape.axes().stream().map(Shape.Axis::item).toList();
    Map<String, Integer> wanted = new HashMap<>();
    for (Slice slice : slices) {
      Shape.Axis axis = axis(release, slice.group());
      wanted.put(
          slice.group(),
          slice.value().isEmpty() ? axis.values().size() : axis.values().indexOf(slice.value()));
    }
    int margin = 0;
    for (String name : by) {
      margin |= 1 << axes.indexOf(name);
    }
    List<CubeAnswer.Cell> cells = new ArrayList<>();
    int[] at = new int[axes.size()];
    int[] pick = new int[by.size()];
    do {
      boolean isWanted = true;
      for (int i = 0; i < pick.length; i++) {
        at[axes.indexOf(by.get(i))] = pick[i];
        isWanted &= wanted.getOrDefault(by.get(i), pick[i]) == pick[i];
      }
      if (isWanted) {
        cells.add(cell(release, cube, by, pick, shape.cell(margin, at)));
      }
    } while (next(release, by, pick));
    return cells;
  }

  private static boolean next(Release release, List<String> by, int[] pick) {
    for (int i = pick.length - 1; i >= 0; i--) {
      if (++pick[i] < axis(release, by.get(i)).size()) {
        return true;
      }
      pick[i] = 0;
    }
    return false;
  }

  private static CubeAnswer.Cell cell(
      Release release, Statistics.Cube cube, List<String> by, int[] pick, int cell) {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < pick.length; i++) {
      List<String> known = axis(release, by.get(i)).values();
      values.add(pick[i] == known.size() ? null : known.get(pick[i]));
    }
    boolean hidden = release.hidden().get(cell);
    List<@Nullable BigDecimal> figures = new ArrayList<>();
    for (Statistics.Measure measure : cube.measures()) {
      figures.add(hidden ? null : release.figure(measure, cell));
    }
    return new CubeAnswer.Cell(values, hidden ? null : release.rows()[cell], figures);
  }

  /// Names an answer: who may have it, what it was made of and what was asked.
  private String tag(
      StatisticsPermit permit,
      Release release,
      Statistics.Cube cube,
      List<String> by,
      List<Slice> slices) {
    return releases.sealed(
        String.join(
            " ",
            permit.scope(),
            release.considered(),
            cube.name(),
            by.toString(),
            slices.toString()));
  }
}
