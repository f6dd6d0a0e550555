package org.citycatalog.catalog.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.Provider;
import org.citycatalog.catalog.ProviderJson;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Revision;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Tombstone;
import org.jspecify.annotations.Nullable;

/// The catalog of record in a relational database.
///
/// Datasets, keys and providers are cached, and dropped from the cache by the writes of this
/// process: a database has one server. Several servers on one PostgreSQL are not supported yet.
///
/// Every method throws [org.citycatalog.catalog.UnavailableException] when the database does not
/// answer or has no room.
public final class JdbcCatalogStore implements CatalogStore {
  private static final long CACHED_ITEMS = 200_000; // about 100 MB at most
  private static final long CACHED_KEYS = 10_000;

  private final Database database;
  // get(key, loader) and invalidate(key) exclude each other per key, so a value read before a write
  // is not cached after.
  private final Cache<DatasetId, Dataset> datasets =
      Caffeine.newBuilder()
          .maximumWeight(CACHED_ITEMS)
          .<DatasetId, Dataset>weigher(
              (id, dataset) -> 10 + dataset.entry().schema().items().size())
          .build();
  private final Map<DatasetId, Integer> beingWritten = new ConcurrentHashMap<>();
  private final Cache<String, StoredKey> keysByHash =
      Caffeine.newBuilder().maximumSize(CACHED_KEYS).build();
  private final Cache<ProviderNamespace, Provider> providers =
      Caffeine.newBuilder().maximumSize(CACHED_KEYS).build();

  private JdbcCatalogStore(Database database) {
    this.database = database;
  }

  /// Opens the catalog in an SQLite file, or makes it; the folder must be there.
  ///
  /// @throws IllegalStateException if the file is no catalog or a newer program's
  public static JdbcCatalogStore sqlite(Path file) {
    return new JdbcCatalogStore(Database.sqlite(file));
  }

  /// Opens the catalog in a PostgreSQL database.
  ///
  /// @param url `jdbc:postgresql:…`; may carry user and password
  /// @throws IllegalArgumentException if the address is of another kind
  /// @throws IllegalStateException if the database cannot be reached or is a newer program's
  public static JdbcCatalogStore postgresql(
      String url, @Nullable String user, @Nullable String password) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException("a database's address begins with jdbc:postgresql:");
    }
    return new JdbcCatalogStore(Database.postgresql(url, user, password));
  }

  /// The database under it, for what is kept beside the catalog; open as long as the store is.
  public Database database() {
    return database;
  }

  @Override
  public Optional<Provider> provider(ProviderNamespace namespace) {
    return Optional.ofNullable(providers.get(namespace, this::readProvider));
  }

  private @Nullable Provider readProvider(ProviderNamespace namespace) {
    return database
        .read(sql ->
            sql.one(
                row -> ProviderJson.read(JsonText.object(row.getString(1))),
                "SELECT document FROM provider WHERE namespace = ?",
                namespace.value()))
        .orElse(null);
  }

  @Override
  public List<Provider> providers() {
    return database.read(sql ->
        sql.all(
            row -> ProviderJson.read(JsonText.object(row.getString(1))),
            "SELECT document FROM provider ORDER BY namespace"));
  }

  @Override
  public boolean addProvider(Provider provider) {
    boolean added =
        database
            .write(sql ->
                when(
                    sql.update(
                            "INSERT INTO provider (namespace, code, document) VALUES (?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                            provider.namespace().value(),
                            provider.code().value(),
                            ProviderJson.write(provider).toString())
                        == 1))
            .isPresent();
    providers.invalidate(provider.namespace());
    return added;
  }

  @Override
  public Optional<Dataset> dataset(DatasetId id) {
    if (beingWritten.containsKey(id)) {
      return stored(id);
    }
    return Optional.ofNullable(datasets.get(id, wanted -> stored(wanted).orElse(null)));
  }

  private Optional<Dataset> stored(DatasetId id) {
    return database.read(sql -> new Entries(sql).dataset(id));
  }

  /// Writes to a dataset. Until the cache has forgotten it, readers ask the database: whoever has
  /// seen one half of what was written, such as the end of a load, sees the other.
  private <T> T writing(DatasetId id, Supplier<T> write) {
    beingWritten.merge(id, 1, Integer::sum);
    try {
      return write.get();
    } finally {
      datasets.invalidate(id);
      beingWritten.computeIfPresent(id, (same, writers) -> writers == 1 ? null : writers - 1);
    }
  }

  @Override
  public List<Dataset> datasets() {
    return database.read(sql -> new Entries(sql).datasets());
  }

  @Override
  public Write register(Entry entry, String by, Instant at) {
    // Before the transaction, which must not wait for a second connection; a provider never goes
    // away.
    if (provider(entry.id().provider()).isEmpty()) {
      return new Write.Absent();
    }
    return written(
        entry.id(),
        entries -> {
          Sequence sequence = entries.nextChange();
          if (!entries.insert(entry, sequence, at)) {
            return new Write.Taken();
          }
          entries.keepRevision(entry, DatasetState.DRAFT, 1, by, null, at);
          entries.append(
              new CatalogChange(sequence, entry.id(), CatalogChange.Kind.REGISTERED, 1, null, at),
              by,
              entry);
          return new Write.Done(entries.dataset(entry.id()).orElseThrow());
        });
  }

  @Override
  public Write edit(Entry entry, long seenRevision, String by, Instant at) {
    return written(
        entry.id(),
        entries ->
            revise(
                entries,
                entry.id(),
                seenRevision,
                found -> new Next(entry, found.state(), CatalogChange.Kind.EDITED, null),
                by,
                at));
  }

  @Override
  public Write moveTo(
      DatasetState state,
      DatasetId id,
      long seenRevision,
      String by,
      @Nullable String note,
      Instant at) {
    CatalogChange.Kind kind =
        switch (state) {
          case PUBLISHED -> CatalogChange.Kind.PUBLISHED;
          case WITHDRAWN -> CatalogChange.Kind.WITHDRAWN;
          case DRAFT -> throw new IllegalArgumentException("no entry goes back to being a draft");
        };
    return written(
        id,
        entries ->
            revise(
                entries,
                id,
                seenRevision,
                found -> new Next(found.entry(), state, kind, note),
                by,
                at));
  }

  @Override
  public Proposal propose(ProposedChange change) {
    return proposal(
        change.dataset(),
        sql -> {
          Entries entries = new Entries(sql);
          entries.lock(); // from here on nobody else writes
          Optional<Dataset> found = entries.dataset(change.dataset());
          if (found.isEmpty()) {
            return new Proposal.Absent();
          }
          if (found.get().revision() != change.revision()) {
            return new Proposal.Stale(found.get().revision());
          }
          ProposedChange kept = new ProposedChanges(sql).insert(change);
          if (kept.inEffect()) {
            happen(entries, kept, kept.at());
          }
          return new Proposal.Kept(kept, entries.dataset(kept.dataset()).orElseThrow());
        });
  }

  @Override
  public List<ProposedChange> proposedChanges(DatasetId id) {
    return database.read(sql -> new ProposedChanges(sql).of(id));
  }

  @Override
  public Proposal decide(DatasetId id, long number, ProposedChange.Decision decision) {
    return proposal(
        id,
        sql -> {
          Entries entries = new Entries(sql);
          entries.lock();
          ProposedChanges changes = new ProposedChanges(sql);
          Optional<ProposedChange> found = changes.find(id, number);
          if (found.isEmpty()) {
            return new Proposal.Absent();
          }
          ProposedChange.Decision earlier = found.get().decision();
          if (earlier != null) {
            return new Proposal.Decided(earlier.outcome());
          }
          ProposedChange decided = found.get().decided(decision);
          boolean happens =
              decision.outcome() == ProposedChange.Outcome.APPROVED && !decided.inEffect();
          long now = entries.dataset(id).orElseThrow().revision();
          if (happens && now != decided.revision()) {
            return new Proposal.Stale(now);
          }
          changes.decide(decided, decision);
          if (happens) {
            happen(entries, decided, decision.at());
          }
          return new Proposal.Kept(decided, entries.dataset(id).orElseThrow());
        });
  }

  /// The revision is by who proposed it; who approved is kept with the proposal.
  private static void happen(Entries entries, ProposedChange change, Instant at)
      throws SQLException {
    Write done =
        revise(
            entries,
            change.dataset(),
            change.revision(),
            found ->
                switch (change.kind()) {
                  case EDIT ->
                      new Next(
                          change.entry(),
                          found.state(),
                          CatalogChange.Kind.EDITED,
                          change.reason());
                  case PUBLICATION ->
                      new Next(
                          found.entry(),
                          DatasetState.PUBLISHED,
                          CatalogChange.Kind.PUBLISHED,
                          change.reason());
                  case WITHDRAWAL ->
                      new Next(
                          found.entry(),
                          DatasetState.WITHDRAWN,
                          CatalogChange.Kind.WITHDRAWN,
                          change.reason());
                },
            change.by(),
            at);
    if (!(done instanceof Write.Done)) {
      throw new IllegalStateException("the revision was held, and yet the change is " + done);
    }
  }

  private Proposal proposal(DatasetId id, Database.Work<Proposal> work) {
    Proposal[] other = {new Proposal.Absent()};
    Optional<Proposal> kept =
        writing(
            id,
            () ->
                database.write(sql -> {
                  Proposal outcome = work.on(sql);
                  other[0] = outcome;
                  return outcome instanceof Proposal.Kept ? Optional.of(outcome) : Optional.empty();
                }));
    return kept.orElse(other[0]);
  }

  private static Write revise(
      Entries entries, DatasetId id, long seenRevision, Step step, String by, Instant at)
      throws SQLException {
    Sequence sequence = entries.nextChange(); // first: from here on nobody else writes
    Optional<Dataset> found = entries.dataset(id);
    if (found.isEmpty()) {
      return new Write.Absent();
    }
    if (found.get().revision() != seenRevision) {
      return new Write.Stale(found.get().revision());
    }
    Next next = step.from(found.get());
    long revision = seenRevision + 1;
    entries.replace(next.entry(), next.state(), revision, sequence, at);
    entries.keepRevision(next.entry(), next.state(), revision, by, next.note(), at);
    entries.append(
        new CatalogChange(sequence, id, next.kind(), revision, null, at), by, next.entry());
    return new Write.Done(entries.dataset(id).orElseThrow());
  }

  private interface Step {
    Next from(Dataset found);
  }

  private record Next(
      Entry entry, DatasetState state, CatalogChange.Kind kind, @Nullable String note) {}

  private interface EntryWrite {
    Write on(Entries entries) throws SQLException;
  }

  /// Commits what is done and rolls everything else back, the number of the change too.
  private Write written(DatasetId id, EntryWrite write) {
    Write[] other = {new Write.Absent()};
    Optional<Write> done =
        writing(
            id,
            () ->
                database.write(sql -> {
                  Write outcome = write.on(new Entries(sql));
                  other[0] = outcome;
                  return outcome instanceof Write.Done ? Optional.of(outcome) : Optional.empty();
                }));
    return done.orElse(other[0]);
  }

  @Override
  public List<Revision> revisions(DatasetId id) {
    return database.read(sql -> new Entries(sql).revisions(id));
  }

  @Override
  public List<CatalogChange> changesAfter(Sequence after, int limit) {
    return database.read(sql -> new Entries(sql).changesAfter(after, limit));
  }

  @Override
  public List<CatalogChange> changesOf(ProviderNamespace provider, Sequence after, int limit) {
    return database.read(sql -> new Entries(sql).changesOf(provider, after, limit));
  }

  @Override
  public Optional<DatasetVersion> version(DatasetId id, long number) {
    return database.read(sql -> new Entries(sql).version(id, number));
  }

  @Override
  public List<DatasetVersion> versions(DatasetId id) {
    return database.read(sql -> new Entries(sql).versions(id));
  }

  @Override
  public Optional<Tombstone> tombstone(DatasetId id, long number) {
    return database.read(sql -> new Entries(sql).tombstone(id, number));
  }

  @Override
  public long nextVersion(DatasetId id) {
    return database.read(sql -> new Entries(sql).nextVersion(id));
  }

  @Override
  public boolean destroyVersions(
      DatasetId id, Collection<Long> numbers, String purge, String by, Instant at) {
    return writing(id, () -> database.write(sql -> destroy(sql, id, numbers, purge, by, at)))
        .isPresent();
  }

  private static Optional<Boolean> destroy(
      Sql sql, DatasetId id, Collection<Long> numbers, String purge, String by, Instant at)
      throws SQLException {
    Entries entries = new Entries(sql);
    List<CatalogChange> changes = new ArrayList<>();
    Dataset dataset = entries.dataset(id).orElseThrow();
    for (long number : numbers) {
      Sequence sequence = entries.nextChange();
      Optional<DatasetVersion> version = entries.version(id, number);
      if (version.isPresent()) {
        entries.bury(version.get(), purge, at);
        CatalogChange change =
            new CatalogChange(
                sequence, id, CatalogChange.Kind.PURGED, dataset.revision(), number, at);
        entries.append(change, by, dataset.entry());
        changes.add(change);
      }
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    entries.goOnWithTheNewest(id);
    new Loads(sql).emptyThoseWithoutVersion(id);
    return Optional.of(true);
  }

  @Override
  public boolean destroyKey(String id) {
    Optional<String> hash = database.write(sql -> new Keys(sql).delete(id));
    hash.ifPresent(keysByHash::invalidate);
    return hash.isPresent();
  }

  @Override
  public void shred() {
    database.shred();
  }

  @Override
  public void addLoad(Load load) {
    database.write(sql -> {
      new Loads(sql).insert(load);
      return Optional.of(load);
    });
  }

  @Override
  public boolean updateLoad(Load load) {
    return database.write(sql -> when(new Loads(sql).replaceOpen(load))).isPresent();
  }

  @Override
  public Optional<Load> load(String id) {
    return database.read(sql -> new Loads(sql).load(id));
  }

  @Override
  public List<Load> loads(DatasetId id) {
    return database.read(sql -> new Loads(sql).loads(id));
  }

  @Override
  public List<Load> openLoads() {
    return database.read(sql -> new Loads(sql).open());
  }

  @Override
  public Optional<CatalogChange> commitVersion(
      DatasetVersion version, Load done, @Nullable TableSchema adopted) {
    if (done.state() != Load.State.LOADED
        || !done.id().equals(version.load())
        || !done.dataset().equals(version.dataset())) {
      throw new IllegalArgumentException(
          "version %d of %s needs its own load, loaded, but got %s of %s, %s"
              .formatted(
                  version.number(), version.dataset(), done.id(), done.dataset(), done.state()));
    }
    return writing(
        version.dataset(), () -> database.write(sql -> commit(sql, version, done, adopted)));
  }

  private static Optional<CatalogChange> commit(
      Sql sql, DatasetVersion version, Load done, @Nullable TableSchema adopted)
      throws SQLException {
    Entries entries = new Entries(sql);
    Sequence sequence = entries.nextChange();
    Dataset dataset = entries.dataset(version.dataset()).orElseThrow();
    if (version.number() != entries.nextVersion(version.dataset())
        || !new Loads(sql).replaceOpen(done)) {
      return Optional.empty();
    }
    entries.insert(version);
    long revision = dataset.revision();
    // What a steward has declared while the file was read is not overruled.
    Entry entry = dataset.entry();
    if (adopted != null && entry.schema().items().isEmpty()) {
      revision++;
      entry = entry.withSchema(adopted);
      entries.replace(entry, dataset.state(), revision, sequence, version.loaded());
      entries.keepRevision(entry, dataset.state(), revision, done.by(), null, version.loaded());
    }
    CatalogChange change =
        new CatalogChange(
            sequence,
            version.dataset(),
            CatalogChange.Kind.LOADED,
            revision,
            version.number(),
            version.loaded());
    entries.append(change, done.by(), entry);
    return Optional.of(change);
  }

  @Override
  public void addKey(StoredKey key, String by) {
    database.write(sql -> {
      new Keys(sql).insert(key, by);
      return Optional.of(key);
    });
    keysByHash.invalidate(key.hash());
  }

  @Override
  public List<StoredKey> keys() {
    return database.read(sql -> new Keys(sql).keys());
  }

  @Override
  public Optional<StoredKey> keyByHash(String hash) {
    return Optional.ofNullable(
        keysByHash.get(
            hash, wanted -> database.read(sql -> new Keys(sql).byHash(wanted)).orElse(null)));
  }

  @Override
  public boolean revokeKey(String id, Instant at, String by) {
    Optional<String> hash = database.write(sql -> new Keys(sql).revoke(id, at, by));
    hash.ifPresent(keysByHash::invalidate);
    return hash.isPresent();
  }

  @Override
  public boolean rotateKey(String id, StoredKey successor, Instant ends, String by) {
    Optional<String> hash = database.write(sql -> new Keys(sql).succeed(id, successor, ends, by));
    hash.ifPresent(keysByHash::invalidate);
    keysByHash.invalidate(successor.hash());
    return hash.isPresent();
  }

  @Override
  public void keysUsed(Map<String, Instant> minutes) {
    database.write(sql -> {
      new Keys(sql).used(minutes);
      return Optional.of(minutes);
    });
  }

  @Override
  public boolean isReachable() {
    try {
      return database.read(sql -> sql.one(row -> row.getInt(1), "SELECT 1").isPresent());
    } catch (org.citycatalog.catalog.UnavailableException down) {
      return false;
    }
  }

  @Override
  public void close() {
    database.close();
  }

  /// Something to commit, or nothing.
  private static Optional<Boolean> when(boolean happened) {
    return happened ? Optional.of(true) : Optional.empty();
  }
}
