package org.citycatalog.stewardship;

import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.CatalogStore.Proposal;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.Revision;

/// Which changes two persons have to be of one mind about: those that widen or tighten what leaves
/// of data of level G3 and above.
final class SecondPerson {
  private static final Level FROM = Level.G3;

  private SecondPerson() {}

  /// What is not published is seen by nobody else, however it is changed.
  static boolean looksAtEdit(Dataset before, Entry after) {
    return before.state() == DatasetState.PUBLISHED
        && (isHigh(before.entry()) || isHigh(after))
        && BoundaryTerms.differ(before.entry(), after);
  }

  /// A first publication is looked at where it opens rows to anybody, every later one always: it
  /// gives back what a withdrawal took, also to those who hold a grant. The level that was
  /// published last counts, too, so that nobody gets around it by withdrawing, lowering and
  /// publishing again.
  static boolean looksAtPublication(Dataset dataset, CatalogStore store) {
    Entry entry = dataset.entry();
    if (dataset.state() == DatasetState.DRAFT) {
      return isHigh(entry) && opensRows(entry);
    }
    return isHigh(entry)
        || store.revisions(dataset.id()).stream()
            .filter(revision -> revision.state() == DatasetState.PUBLISHED)
            .reduce((earlier, later) -> later)
            .map(Revision::entry)
            .filter(SecondPerson::isHigh)
            .isPresent();
  }

  static boolean looksAtWithdrawal(Dataset dataset) {
    return isHigh(dataset.entry());
  }

  /// Has a change wait for its second person or, where it is in effect, be confirmed by one.
  static Outcome.OfProposing propose(CatalogStore store, ProposedChange change) {
    return switch (store.propose(change)) {
      case Proposal.Kept(ProposedChange kept, Dataset now) -> new Outcome.Proposed(kept, now);
      case Proposal.Stale(long revision) -> new Outcome.Stale(revision);
      case Proposal.Absent() -> new Outcome.Absent();
      case Proposal.Decided decided ->
          throw new IllegalStateException("a new proposal cannot be " + decided);
    };
  }

  /// Rows, or what is counted over them.
  private static boolean opensRows(Entry entry) {
    return entry.statistics() != null
        || entry.sharing().accessClass() == AccessClass.UNCONDITIONAL
        || entry.opening().accessClass() == AccessClass.UNCONDITIONAL;
  }

  private static boolean isHigh(Entry entry) {
    return BoundaryTerms.highest(entry).compareTo(FROM) >= 0;
  }
}
