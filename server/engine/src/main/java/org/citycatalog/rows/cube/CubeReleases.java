package org.citycatalog.rows.cube;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.catalog.StatisticsRules;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.rows.IndexUnavailableException;
import org.citycatalog.rows.PermittedRows;
import org.citycatalog.rows.RowStore;
import org.citycatalog.rows.RowStream;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Permit;
import org.jspecify.annotations.Nullable;

/// What has been told of each dataset, and whether more may be.
///
/// A version or a declaration is considered when it becomes current. It is released where no
/// releases taken together, this one among them, tell of fewer than `k` rows of a cell ([History]);
/// and where all that has ever been told leaves what is protected protected. What was hidden stays
/// hidden, in whatever cubes are declared later. Otherwise the last release answers on, and nobody
/// but the keeper knows that there is something to wait for.
public final class CubeReleases {
  private static final System.Logger LOG = System.getLogger(CubeReleases.class.getName());
  private static final byte SEALED = 0; // no print of a row begins with it
  private static final int MOST_WAYS = 8;
  private static final long MOST_ROWS = 20_000_000; // 16 bytes each, in memory too
  private static final String UNCOUNTABLE =
      "the version lacks what is counted, or the rule about rows does not fit it";

  private final CatalogStore catalog;
  private final Boundary boundary;
  private final RowStore rows;
  private final Path folder;
  private final byte[] key;
  private final Map<DatasetId, Optional<Release>> known = new ConcurrentHashMap<>();
  private final Map<DatasetId, Waiting> waiting = new ConcurrentHashMap<>();
  private final Map<DatasetId, ReentrantLock> locks = new ConcurrentHashMap<>();

  /// @param home the data folder; releases are in `cubes`
  /// @param key 32 secret bytes, for what is kept of single rows
  public CubeReleases(CatalogStore catalog, Boundary boundary, RowStore rows, Path home, byte[] key)
      throws IOException {
    this.catalog = catalog;
    this.boundary = boundary;
    this.rows = rows;
    this.folder = Files.createDirectories(home.resolve("cubes"));
    this.key = key.clone();
  }

  /// A version that is not released.
  ///
  /// @param reason one English sentence for its keeper
  public record Waiting(long version, String reason) {}

  /// Considers every dataset, after a start.
  public void considerAll() {
    catalog.datasets().forEach(dataset -> consider(dataset.id()));
  }

  /// Considers what is current of a dataset: after a load, an edit or a publication. Where it fails
  /// the last release answers on.
  public void consider(DatasetId id) {
    ReentrantLock lock = locks.computeIfAbsent(id, same -> new ReentrantLock());
    lock.lock();
    try {
      Optional<Dataset> dataset = catalog.dataset(id);
      DatasetVersion version = dataset.map(Dataset::version).orElse(null);
      if (version == null
          || dataset.get().state() != DatasetState.PUBLISHED
          || dataset.get().entry().statistics() == null) {
        waiting.remove(id);
        return;
      }
      String reason = attempt(dataset.get(), version);
      if (reason == null) {
        waiting.remove(id);
      } else {
        waiting.put(id, new Waiting(version.number(), reason));
      }
    } catch (IOException | RuntimeException | OutOfMemoryError failed) {
      LOG.log(System.Logger.Level.ERROR, "the statistics of " + id + " are not released", failed);
    } finally {
      lock.unlock();
    }
  }

  /// What is told of a dataset.
  ///
  /// @throws UnavailableException if it cannot be read
  Optional<Release> current(DatasetId id) {
    try {
      return stored(id);
    } catch (IOException failed) {
      throw new UnavailableException("unavailable", "a release cannot be read", failed);
    }
  }

  /// What is not released of a dataset, and why.
  Optional<Waiting> waiting(DatasetId id) {
    return Optional.ofNullable(waiting.get(id));
  }

  /// Stands for a text, and tells nobody without the key what it says.
  String sealed(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update(SEALED);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private Optional<Release> stored(DatasetId id) throws IOException {
    Optional<Release> release = known.get(id);
    if (release == null) {
      release = ReleaseFile.read(folder.resolve(id.value()));
      // What was released meanwhile is newer than what was read.
      Optional<Release> newer = known.putIfAbsent(id, release);
      return newer == null ? release : newer;
    }
    return release;
  }

  /// Releases what is current, or says why not.
  private @Nullable String attempt(Dataset dataset, DatasetVersion version) throws IOException {
    Entry entry = dataset.entry();
    Statistics declared = Objects.requireNonNull(entry.statistics());
    Release last = stored(dataset.id()).orElse(null);
    Release.Terms terms = terms(entry, declared, last);
    String considered = named(version, entry, declared);
    if (last != null && last.considered().equals(considered)) {
      return null;
    }
    if (!StatisticsRules.check(entry).isEmpty()) {
      return "the declaration does not fit the items";
    }
    Plan plan = Plan.of(entry, declared, last);
    if (plan.objection() != null) {
      return plan.objection();
    }
    History.Way way =
        new History.Way(plan.shape(), plan.items(), terms.contributor(), terms.dominance());
    Counted counted;
    try {
      counted =
          count(dataset, version, last == null ? List.of() : last.histories(), way, terms.k());
    } catch (IndexUnavailableException later) {
      return "the index of the version is being rebuilt";
    }
    if (!(counted instanceof Counted.Rows(Tally tally, List<History> histories))) {
      return ((Counted.Objection) counted).reason();
    }
    Facts facts = Facts.none(plan.items().size(), plan.shape().cells());
    BitSet told = new BitSet();
    BitSet hidden = new BitSet();
    if (last != null) {
      plan.carry(last, facts, told, hidden);
    }
    facts.add(tally, terms.k());
    Suppression suppression = new Suppression(plan.shape(), terms.k(), facts, told, hidden);
    Optional<String> objection = suppression.solve();
    if (objection.isPresent()) {
      return objection.get();
    }
    Release next =
        release(considered, terms, version, plan, tally, suppression.hidden(), facts, histories);
    ReleaseFile.write(folder.resolve(dataset.id().value()), next);
    known.put(dataset.id(), Optional.of(next));
    return null;
  }

  /// What counting came to.
  private sealed interface Counted {
    /// @param histories those of the last release gone on with, and one that counts as is wanted
    ///   now
    record Rows(Tally tally, List<History> histories) implements Counted {}

    record Objection(String reason) implements Counted {}
  }

  private Counted count(
      Dataset dataset, DatasetVersion version, List<History> before, History.Way way, int k)
      throws IOException {
    List<History> histories = new ArrayList<>();
    Tally wanted = null;
    for (History history : before) {
      Optional<Tally> tally = tally(dataset, version, history.way());
      if (tally.isEmpty()) {
        return new Counted.Objection(UNCOUNTABLE);
      }
      Optional<History> next = history.next(tally.get(), k);
      if (next.isEmpty()) {
        return new Counted.Objection(
            "in a cell fewer than %d rows or contributors have come, gone or come back together"
                .formatted(k));
      }
      histories.add(next.get());
      wanted = history.way().isSame(way) ? tally.get() : wanted;
    }
    if (wanted == null) {
      Optional<Tally> tally = tally(dataset, version, way);
      if (tally.isEmpty()) {
        return new Counted.Objection(UNCOUNTABLE);
      }
      wanted = tally.get();
      histories.add(History.begin(way, wanted));
    }
    if (histories.size() > MOST_WAYS) {
      return new Counted.Objection(
          "rows have been counted in more than %d ways".formatted(MOST_WAYS));
    }
    return histories.stream().mapToLong(History::rows).sum() > MOST_ROWS
        ? new Counted.Objection(
            "more than %d rows have been counted by all releases".formatted(MOST_ROWS))
        : new Counted.Rows(wanted, histories);
  }

  /// What is declared, and where it has been stricter before, that.
  private static Release.Terms terms(Entry entry, Statistics declared, @Nullable Release last) {
    Release.Terms now = declaredTerms(entry, declared);
    return last == null || last.terms().k() <= now.k()
        ? now
        : new Release.Terms(
            now.audience(), now.scope(), last.terms().k(), now.dominance(), now.contributor());
  }

  static Release.Terms declaredTerms(Entry entry, Statistics declared) {
    return new Release.Terms(
        declared.audience(),
        declared.audience() == Statistics.Audience.EVERYBODY
            ? entry.opening().rows()
            : entry.sharing().rows(),
        declared.k(),
        declared.dominance(),
        declared.contributor());
  }

  private Optional<Tally> tally(Dataset dataset, DatasetVersion version, History.Way way)
      throws IOException {
    Map<String, Mask> columns = new HashMap<>();
    way.items().forEach(item -> columns.put(item, Mask.CLEAR));
    if (way.contributor() != null) {
      columns.put(way.contributor(), Mask.CLEAR);
    }
    way.shape().axes().forEach(axis -> columns.put(axis.item(), axis.mask()));
    if (!(boundary.counting(dataset, version, columns) instanceof Permit permit)
        || permit.columns().size() < columns.size()) {
      return Optional.empty();
    }
    try (RowStream stream = PermittedRows.of(rows, permit)) {
      return Optional.of(Tally.of(stream, way, key));
    }
  }

  private static Release release(
      String considered,
      Release.Terms terms,
      DatasetVersion version,
      Plan plan,
      Tally tally,
      BitSet hidden,
      Facts facts,
      List<History> histories) {
    Shape shape = plan.shape();
    int items = plan.items().size();
    long[] counts = new long[shape.cells()];
    long[][] withValue = new long[items][shape.cells()];
    BigDecimal[][] sums = new BigDecimal[items][shape.cells()];
    for (int cell = 0; cell < shape.cells(); cell++) {
      counts[cell] = tally.rows(cell);
      for (int item = 0; item < items; item++) {
        withValue[item][cell] = tally.known(item, cell);
        sums[item][cell] = tally.sum(item, cell);
      }
    }
    return new Release(
        considered,
        terms,
        version.number(),
        version.loaded(),
        shape,
        plan.items(),
        counts,
        withValue,
        sums,
        hidden,
        facts,
        histories);
  }

  private static String named(DatasetVersion version, Entry entry, Statistics declared) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      // The items say which values a group has.
      String all =
          version.number()
              + " "
              + declaredTerms(entry, declared)
              + " "
              + declared
              + " "
              + axes(entry, declared);
      return HexFormat.of().formatHex(sha256.digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }

  /// The axes of all cubes declared.
  static List<Shape.Axis> axes(Entry entry, Statistics declared) {
    List<Shape.Axis> axes = new ArrayList<>();
    for (Statistics.Group group : declared.groups()) {
      if (declared.cubes().stream().anyMatch(cube -> cube.groups().contains(group.item()))) {
        axes.add(new Shape.Axis(group.item(), group.mask(), StatisticsRules.values(entry, group)));
      }
    }
    return axes;
  }
}
