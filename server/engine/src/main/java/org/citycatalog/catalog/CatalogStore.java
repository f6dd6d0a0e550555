package org.citycatalog.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The catalog of record. Every method that writes is one transaction, and is on disk when it
/// returns.
///
/// A write that meets a newer revision than the caller saw changes nothing and says so. Whatever
/// writes a dataset appends to the change list in the same transaction.
public interface CatalogStore extends AutoCloseable {
  Optional<Provider> provider(ProviderNamespace namespace);

  List<Provider> providers();

  /// Adds a provider.
  ///
  /// @return false if the namespace or the code is taken
  boolean addProvider(Provider provider);

  Optional<Dataset> dataset(DatasetId id);

  /// Every dataset, whatever its state, by id.
  List<Dataset> datasets();

  /// Adds an entry as a draft, revision 1.
  Write register(Entry entry, String by, Instant at);

  /// Replaces the entry and keeps its state.
  Write edit(Entry entry, long seenRevision, String by, Instant at);

  /// Moves the entry to another state as a new revision.
  Write moveTo(
      DatasetState state,
      DatasetId id,
      long seenRevision,
      String by,
      @Nullable String note,
      Instant at);

  /// Keeps a change that two persons have to be of one mind about, under the next number of its
  /// dataset; where it is said to be in effect, it happens in the same step.
  Proposal propose(ProposedChange change);

  /// Proposed changes of a dataset, newest first.
  List<ProposedChange> proposedChanges(DatasetId id);

  /// Decides about a proposed change that nobody has decided about. One that is approved happens in
  /// the same step, unless it is in effect.
  Proposal decide(DatasetId id, long number, ProposedChange.Decision decision);

  List<Revision> revisions(DatasetId id);

  /// Changes after a sequence, in order.
  List<CatalogChange> changesAfter(Sequence after, int limit);

  /// Changes of a provider's datasets alone. Their sequence counts these, so that it says nothing
  /// about the changes of others.
  List<CatalogChange> changesOf(ProviderNamespace provider, Sequence after, int limit);

  Optional<DatasetVersion> version(DatasetId id, long number);

  /// Versions of a dataset, newest first.
  List<DatasetVersion> versions(DatasetId id);

  /// What is left of a version that was destroyed.
  Optional<Tombstone> tombstone(DatasetId id, long number);

  /// The number of a version to come: one more than the newest, whether that is still there or not.
  long nextVersion(DatasetId id);

  /// Makes tombstones of versions, in one step: nobody reads them from now on, the dataset goes on
  /// with its newest version that is left, and of the loads that made them, and of those that made
  /// none, nothing stays that was read from their files. Versions that are no more are passed over.
  ///
  /// @param by id of the key of whoever approved it
  /// @param purge id of the purge
  /// @return false if nothing was left to do
  boolean destroyVersions(
      DatasetId id, Collection<Long> numbers, String purge, String by, Instant at);

  /// Deletes a key with all that is known of it.
  ///
  /// @return false if there is no such key
  boolean destroyKey(String id);

  /// Has the database give up every byte of what was deleted or overwritten in it.
  ///
  /// @throws UnavailableException if it cannot just now
  void shred();

  void addLoad(Load load);

  /// Replaces a load's state and counts. A load that is final stays as it is.
  ///
  /// @return false if the load was final already
  boolean updateLoad(Load load);

  Optional<Load> load(String id);

  /// Loads of a dataset, newest first.
  List<Load> loads(DatasetId id);

  /// Loads of all datasets that are not final.
  List<Load> openLoads();

  /// Makes a version visible and its load final in one step; the number must be that of
  /// [#nextVersion]. Where `adopted` is given and the entry still has no items, it takes it as its
  /// schema in the same step, as a new revision; items that a steward has declared meanwhile are
  /// not overruled.
  ///
  /// @return the change, or empty if the load was cancelled or the number was taken meanwhile; then
  ///   nothing happened
  Optional<CatalogChange> commitVersion(
      DatasetVersion version, Load done, @Nullable TableSchema adopted);

  /// Adds a key.
  ///
  /// @param by id of the key of whoever made it, or what made it
  void addKey(StoredKey key, String by);

  List<StoredKey> keys();

  Optional<StoredKey> keyByHash(String hash);

  /// Revokes a key.
  ///
  /// @return false if there is no such key or it was revoked already
  boolean revokeKey(String id, Instant at, String by);

  /// Adds a key that takes the place of another, in one step.
  ///
  /// @param ends the first instant at which the other is of no use
  /// @return false if the other is not there, is revoked or has a successor already; then nothing
  ///   happened
  boolean rotateKey(String id, StoredKey successor, Instant ends, String by);

  /// Keeps when keys were last used, by their ids.
  void keysUsed(Map<String, Instant> minutes);

  /// Whether the database answers.
  boolean isReachable();

  @Override
  void close();

  /// What became of a proposed change.
  sealed interface Proposal {
    /// It is on disk.
    ///
    /// @param dataset as it is after it
    record Kept(ProposedChange change, Dataset dataset) implements Proposal {}

    /// There is no such dataset or proposed change.
    record Absent() implements Proposal {}

    /// The entry has moved on from the revision that the change was made from.
    record Stale(long revision) implements Proposal {}

    /// Somebody has decided before.
    record Decided(ProposedChange.Outcome outcome) implements Proposal {}
  }

  /// What became of a write to an entry.
  sealed interface Write {
    /// It is on disk.
    record Done(Dataset dataset) implements Write {}

    /// There is no such dataset or, when registering, no such provider.
    record Absent() implements Write {}

    /// When registering: the id is taken.
    record Taken() implements Write {}

    /// The entry has moved on.
    record Stale(long revision) implements Write {}
  }
}
