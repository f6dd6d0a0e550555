package org.citycatalog.sharing;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Parsed;
import org.citycatalog.cql.Predicate;
import org.jspecify.annotations.Nullable;

/// The one place that decides. Whatever is not allowed here is refused.
///
/// Anybody reads what is published and unconditionally open. Departments read what is published and
/// unconditionally shared, and see that the rest of the published catalog exists; enterprises and
/// research see that conditionally opened entries exist. A grant opens one dataset for one purpose;
/// what was made for it sees that dataset, and beyond it what anybody sees. A provider sees and
/// reads its own, the operator everything.
///
/// What is said about items today holds for every version, older ones too; a column of a version
/// that the entry no longer lists is nobody's but the provider's.
public final class Boundary {
  private final Grants grants;
  private final InstantSource clock;
  private final byte[] pseudonymKey;
  private final MadePermits made = new MadePermits();

  /// @param pseudonymKey 32 secret bytes, for pseudonyms outside grants
  public Boundary(Grants grants, InstantSource clock, byte[] pseudonymKey) {
    this.grants = grants;
    this.clock = clock;
    this.pseudonymKey = pseudonymKey.clone();
  }

  /// Whether the entry exists for the caller at all.
  public boolean maySee(Caller caller, Dataset dataset) {
    if (caller.keeps(dataset.id().provider())) {
      return true;
    }
    if (dataset.state() != DatasetState.PUBLISHED) {
      return false;
    }
    if (caller.grant() != null) {
      return dataset.entry().isSeenByAll() || grant(caller, dataset).isPresent();
    }
    return switch (caller.kind()) {
      case PUBLIC, AUDITOR -> dataset.entry().isSeenByAll();
      case ENTERPRISE, RESEARCH ->
          dataset.entry().isSeenByAll()
              || dataset.entry().opening().accessClass() != AccessClass.WITHHELD;
      case DEPARTMENT, OPERATOR -> true;
    };
  }

  /// The grant of the dataset to which the caller is bound, in force or not: who was given it is
  /// told what became of it.
  private Optional<Grant> grant(Caller caller, Dataset dataset) {
    String bound = caller.grant();
    return bound == null
        ? Optional.empty()
        : grants.grant(bound).filter(found -> found.dataset().equals(dataset.id()));
  }

  /// The entry as the caller may see it. To be asked only about entries that the caller may see.
  public Entry entry(Caller caller, Dataset dataset) {
    return caller.keeps(dataset.id().provider())
        ? dataset.entry()
        : OutsideView.of(
            dataset.entry(),
            isDepartment(caller) ? Statistics.Audience.DEPARTMENTS : Statistics.Audience.EVERYBODY);
  }

  /// Decides about the statistics of a dataset; empty where there are none for the caller, which is
  /// answered like a dataset without any.
  public Optional<StatisticsPermit> statistics(Caller caller, Dataset dataset) {
    Statistics statistics = dataset.entry().statistics();
    if (statistics == null || !maySee(caller, dataset)) {
      return Optional.empty();
    }
    boolean keeper = caller.keeps(dataset.id().provider());
    return keeper || statistics.audience() == Statistics.Audience.EVERYBODY || isDepartment(caller)
        ? Optional.of(new StatisticsPermit(dataset.id(), statistics, keeper))
        : Optional.empty();
  }

  /// What the server itself may read to count it: the rows that may leave to whom the statistics
  /// are told, and the columns that are counted, as they are counted. Of these rows nothing leaves
  /// but what is told of many of them together.
  ///
  /// @param columns by name; those that the entry or the version lacks are not in the permit
  public Decision counting(Dataset dataset, DatasetVersion version, Map<String, Mask> columns) {
    Entry entry = dataset.entry();
    Statistics statistics = entry.statistics();
    if (statistics == null) {
      return new Decision.Invisible();
    }
    List<Permit.PermittedColumn> counted = new ArrayList<>();
    List<Item> items = version.schema().items();
    for (int place = 0; place < items.size(); place++) {
      Mask mask = columns.get(items.get(place).name());
      if (mask != null && entry.schema().item(items.get(place).name()).isPresent()) {
        counted.add(column(place, items.get(place), EnumSet.of(ItemRight.AGGREGATE), mask));
      }
    }
    return permit(
        new Ground(Permit.Basis.STATISTICS, entry.level(), entry, version, null),
        counted,
        statistics.audience() == Statistics.Audience.EVERYBODY
            ? entry.opening().rows()
            : entry.sharing().rows(),
        null);
  }

  /// A key that was made for a grant is of use for nothing that departments are told besides.
  private static boolean isDepartment(Caller caller) {
    return caller.kind() == Caller.Kind.OPERATOR
        || caller.kind() == Caller.Kind.DEPARTMENT && caller.grant() == null;
  }

  /// Decides about the rows of one version.
  public Decision decide(Caller caller, Dataset dataset, DatasetVersion version) {
    if (!maySee(caller, dataset)) {
      return new Decision.Invisible();
    }
    if (caller.keeps(dataset.id().provider())) {
      return made.on(
          new Ground(
              Permit.Basis.OWN,
              caller.isNarrowed() ? caller.clearance() : Level.IMPORTANT,
              dataset.entry(),
              version,
              null),
          this::own);
    }
    Optional<Grant> own = grant(caller, dataset);
    if (own.isPresent()) {
      return granted(caller, dataset, version, own.get());
    }
    if (isOpen(caller, dataset.entry())) {
      // Open is what anybody reads: whoever may read more reads it by another right.
      Decision open =
          made.on(
              new Ground(
                  Permit.Basis.OPEN,
                  lower(caller.clearance(), Caller.Kind.PUBLIC.clearance()),
                  dataset.entry(),
                  version,
                  null),
              ground -> byClass(ground, ground.entry().opening().rows()));
      return open instanceof Decision.Refusal && isDepartment(caller)
          ? shared(caller, dataset, version)
          : open;
    }
    if (caller.grant() != null) {
      return new Decision.Refusal(
          "grant-elsewhere", "the key was made for a grant of another dataset", null);
    }
    return caller.kind() == Caller.Kind.DEPARTMENT
        ? shared(caller, dataset, version)
        : closed(dataset.entry().opening());
  }

  /// Whether the caller reads the dataset as anybody does. A department does not where it is shared
  /// with more rows or columns than are open.
  private static boolean isOpen(Caller caller, Entry entry) {
    if (entry.opening().accessClass() != AccessClass.UNCONDITIONAL) {
      return false;
    }
    if (!isDepartment(caller) || entry.sharing().accessClass() != AccessClass.UNCONDITIONAL) {
      return true;
    }
    Level open = Caller.Kind.PUBLIC.clearance();
    return Objects.equals(entry.sharing().rows(), entry.opening().rows())
        && entry.schema().items().stream()
            .map(entry::levelOf)
            .noneMatch(
                level -> level.compareTo(open) > 0 && level.compareTo(caller.clearance()) <= 0);
  }

  private static Level lower(Level one, Level other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Decision closed(Entry.Opening opening) {
    // The entry of withheld rows is seen where its statistics are open.
    return opening.accessClass() == AccessClass.WITHHELD
        ? new Decision.Refusal("rows-withheld", "opening class withheld", opening.legalBasis())
        : new Decision.Refusal("grant-required", "opening class conditional", opening.condition());
  }

  /// Decides whether a caller may ask if a tuple is among the rows of its grant.
  public MatchDecision matching(Caller caller, Dataset dataset, DatasetVersion version) {
    if (!maySee(caller, dataset)) {
      return new MatchDecision.Invisible();
    }
    Optional<Grant> grant = grant(caller, dataset);
    if (grant.isEmpty()) {
      return new MatchDecision.Refused(
          new Decision.Refusal("match-not-granted", "no grant gives the answer", null));
    }
    Optional<Decision.Refusal> refusal = refusal(caller, dataset.entry(), grant.get());
    if (refusal.isPresent()) {
      return new MatchDecision.Refused(refusal.get());
    }
    List<Permit.PermittedColumn> columns = new ArrayList<>();
    Ground ground =
        new Ground(
            Permit.Basis.GRANT, grant.get().clearance(), dataset.entry(), version, grant.get());
    forEachKnown(
        ground,
        (place, item, said) -> {
          if (grant.get().columns().get(item.name()) instanceof Mask.MatchOnly mask) {
            columns.add(column(place, item, said.rights(), mask));
          }
        });
    long wanted =
        grant.get().columns().values().stream()
            .filter(mask -> mask instanceof Mask.MatchOnly)
            .count();
    if (columns.isEmpty() || columns.size() < wanted) {
      // A tuple that lost a column would be easier to guess.
      return new MatchDecision.Refused(
          new Decision.Refusal("match-not-granted", "grant " + grant.get().id(), null));
    }
    return switch (permit(ground, columns, grant.get())) {
      case Permit permit -> new MatchDecision.Permitted(new MatchPermit(permit));
      case Decision.Refusal refused -> new MatchDecision.Refused(refused);
      case Decision.Invisible invisible -> new MatchDecision.Invisible();
    };
  }

  /// Whether the caller may register, edit, publish, withdraw and load datasets of a provider.
  public boolean mayKeep(Caller caller, ProviderNamespace provider) {
    return caller.keeps(provider) && caller.has(Role.STEWARD);
  }

  /// Whether the caller may decide, for a provider, who is given its data.
  public boolean mayReview(Caller caller, ProviderNamespace provider) {
    return caller.keeps(provider) && caller.has(Role.REVIEWER);
  }

  /// Whether the caller may say that a request is in order, and coordinate where there is dispute.
  public boolean mayCheck(Caller caller) {
    return caller.has(Role.REVIEWER)
        && (caller.kind() == Caller.Kind.OPERATOR || caller.provider() == null);
  }

  /// Whether the caller may add providers and keys.
  public boolean mayOperate(Caller caller) {
    return caller.kind() == Caller.Kind.OPERATOR && caller.has(Role.OPERATOR);
  }

  /// Which entries the caller finds. What was made for a grant is for reading one dataset, and
  /// finds what anybody finds.
  public Audience audience(Caller caller) {
    if (caller.grant() != null) {
      return new Audience(Audience.Reach.OPEN, Optional.empty());
    }
    Optional<ProviderNamespace> own = Optional.ofNullable(caller.provider());
    return switch (caller.kind()) {
      case PUBLIC, AUDITOR -> new Audience(Audience.Reach.OPEN, Optional.empty());
      case ENTERPRISE, RESEARCH -> new Audience(Audience.Reach.APPLICANT, own);
      case DEPARTMENT -> new Audience(Audience.Reach.GOVERNMENT, own);
      case OPERATOR -> new Audience(Audience.Reach.ALL, Optional.empty());
    };
  }

  /// Whether a narrowed caller is cleared for all that a dataset holds: what shows cells past the
  /// columns of a permit is for such alone.
  public boolean isClearedForAll(Caller caller, Dataset dataset) {
    Entry entry = dataset.entry();
    DatasetVersion version = dataset.version();
    return !caller.isNarrowed()
        || Stream.concat(
                    entry.schema().items().stream(),
                    version == null ? Stream.empty() : version.schema().items().stream())
                .map(entry::levelOf)
                .reduce(entry.level(), BinaryOperator.maxBy(Comparator.naturalOrder()))
                .compareTo(caller.clearance())
            <= 0;
  }

  private Decision own(Ground ground) {
    DatasetVersion version = ground.version();
    List<Permit.PermittedColumn> columns = new ArrayList<>();
    List<Item> items = version.schema().items();
    for (int place = 0; place < items.size(); place++) {
      Item item = items.get(place);
      Item said = ground.entry().schema().item(item.name()).orElse(item);
      if (ground.entry().levelOf(said).compareTo(ground.clearance()) <= 0) {
        columns.add(new Permit.PermittedColumn(place, item, ItemRight.ALL, Mask.CLEAR));
      }
    }
    return columns.isEmpty() && !items.isEmpty()
        ? nothingCleared()
        : new Permit(version, columns, null, Permit.Basis.OWN, null, pseudonymKey);
  }

  private Decision shared(Caller caller, Dataset dataset, DatasetVersion version) {
    Entry.Sharing sharing = dataset.entry().sharing();
    return switch (sharing.accessClass()) {
      case UNCONDITIONAL ->
          made.on(
              new Ground(Permit.Basis.SHARED, caller.clearance(), dataset.entry(), version, null),
              ground -> byClass(ground, ground.entry().sharing().rows()));
      case CONDITIONAL ->
          new Decision.Refusal("grant-required", "sharing class conditional", sharing.condition());
      case WITHHELD ->
          new Decision.Refusal("rows-withheld", "sharing class withheld", sharing.legalBasis());
    };
  }

  private Decision byClass(Ground ground, @Nullable String rowScope) {
    List<Permit.PermittedColumn> columns = new ArrayList<>();
    forEachKnown(
        ground,
        (place, item, said) -> {
          if (OutsideView.shows(said)) {
            columns.add(column(place, item, said.rights(), said.mask()));
          }
        });
    return permit(ground, columns, rowScope, null);
  }

  private Decision granted(Caller caller, Dataset dataset, DatasetVersion version, Grant grant) {
    Entry entry = dataset.entry();
    Optional<Decision.Refusal> refusal = refusal(caller, entry, grant);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (grant.columns().values().stream().allMatch(mask -> mask instanceof Mask.MatchOnly)) {
      return new Decision.Refusal("match-only", "grant " + grant.id(), null);
    }
    return made.on(
        new Ground(Permit.Basis.GRANT, grant.clearance(), entry, version, grant),
        ground -> byGrant(ground, grant));
  }

  private Decision byGrant(Ground ground, Grant grant) {
    List<Permit.PermittedColumn> columns = new ArrayList<>();
    forEachKnown(
        ground,
        (place, item, said) -> {
          Mask mask = grant.columns().get(item.name());
          if (mask != null && OutsideView.isShown(mask)) {
            columns.add(
                column(
                    place,
                    item,
                    said.rights().isEmpty() ? EnumSet.of(ItemRight.VISIBLE) : said.rights(),
                    mask));
          }
        });
    return permit(ground, columns, grant);
  }

  private Decision permit(Ground ground, List<Permit.PermittedColumn> columns, Grant grant) {
    Entry entry = ground.entry();
    return permit(
        ground,
        columns,
        isOfDepartment(grant) ? entry.sharing().rows() : entry.opening().rows(),
        grant.rows());
  }

  private static boolean isOfDepartment(Grant grant) {
    return grant.kind() == Caller.Kind.DEPARTMENT;
  }

  /// Why a grant of the dataset gives nothing now.
  private Optional<Decision.Refusal> refusal(Caller caller, Entry entry, Grant grant) {
    boolean department = isOfDepartment(grant);
    AccessClass accessClass =
        department ? entry.sharing().accessClass() : entry.opening().accessClass();
    if (accessClass == AccessClass.WITHHELD) {
      return Optional.of(
          new Decision.Refusal(
              "rows-withheld",
              (department ? "sharing" : "opening") + " class withheld",
              department ? entry.sharing().legalBasis() : entry.opening().legalBasis()));
    }
    return grant
        .objection(caller.purpose(), clock.instant())
        .map(code -> new Decision.Refusal(code, "grant " + grant.id(), null));
  }

  /// A column of a version about which the entry still says something.
  @FunctionalInterface
  private interface Known {
    void column(int place, Item inVersion, Item inEntry);
  }

  private static void forEachKnown(Ground ground, Known known) {
    Entry entry = ground.entry();
    List<Item> items = ground.version().schema().items();
    for (int place = 0; place < items.size(); place++) {
      Item item = items.get(place);
      Optional<Item> said = entry.schema().item(item.name());
      if (said.isPresent() && isCleared(ground.clearance(), entry, said.get())) {
        known.column(place, item, said.get());
      }
    }
  }

  private static Decision.Refusal nothingCleared() {
    return new Decision.Refusal("clearance-too-low", "no column is within the clearance", null);
  }

  private static boolean isCleared(Level clearance, Entry entry, Item item) {
    Level level = entry.levelOf(item);
    return level != Level.IMPORTANT && level.compareTo(clearance) <= 0;
  }

  /// What is not shown in clear can only be looked at.
  private static Permit.PermittedColumn column(
      int place, Item item, Set<ItemRight> rights, Mask mask) {
    Item plain =
        new Item(
            item.name(),
            item.title(),
            item.description(),
            item.type(),
            item.format(),
            item.unit(),
            item.level(),
            item.constraints());
    boolean usable = mask.equals(Mask.CLEAR) && Mask.suits(mask, item.type());
    return new Permit.PermittedColumn(
        place,
        plain,
        usable ? rights : EnumSet.of(ItemRight.VISIBLE),
        Mask.suits(mask, item.type()) ? mask : new Mask.Null());
  }

  private Decision permit(
      Ground ground,
      List<Permit.PermittedColumn> columns,
      @Nullable String classRows,
      @Nullable String grantRows) {
    DatasetVersion version = ground.version();
    Grant grant = ground.grant();
    if (columns.isEmpty()) {
      return nothingCleared();
    }
    List<Predicate> scopes = new ArrayList<>();
    for (String text : new @Nullable String[] {classRows, grantRows}) {
      if (text != null) {
        if (!(Cql2Text.parse(text, version.schema()) instanceof Parsed.Valid(var scope))) {
          // The version lacks what the rule speaks of: nothing is known to be allowed.
          return new Decision.Refusal(
              "row-scope-unusable", "the row scope does not fit this version", null);
        }
        scopes.add(scope);
      }
    }
    Predicate rows =
        switch (scopes.size()) {
          case 0 -> null;
          case 1 -> scopes.getFirst();
          default -> new Predicate.And(scopes);
        };
    byte[] key = grant == null ? pseudonymKey : grant.maskKey().bytes();
    return new Permit(version, columns, rows, ground.basis(), grant, key);
  }
}
