package org.citycatalog.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A change of a dataset that two persons have to be of one mind about.
///
/// @param number counts those of the dataset, from 1
/// @param revision the revision it was made from
/// @param entry the entry as it would be
/// @param inEffect whether it holds already and is only to be confirmed
/// @param by id of the key that proposed it
/// @param person whom that key stands for, whichever of his keys he decides with
/// @param reason why, where it was said
/// @param decision null as long as nobody has decided
public record ProposedChange(
    DatasetId dataset,
    long number,
    Kind kind,
    long revision,
    Entry entry,
    boolean inEffect,
    String by,
    String person,
    Instant at,
    @Nullable String reason,
    @Nullable Decision decision) {
  /// What would become of the dataset.
  public enum Kind {
    EDIT,
    PUBLICATION,
    WITHDRAWAL
  }

  /// What became of the proposal.
  public enum Outcome {
    APPROVED,
    REFUSED,
    /// By who proposed it.
    TAKEN_BACK;

    public String code() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /// A second person's decision, or the first one's to leave it.
  ///
  /// @param by id of the key
  public record Decision(Outcome outcome, String by, Instant at, @Nullable String reason) {}

  /// A change that nobody has decided about, not yet numbered.
  public static ProposedChange of(
      Kind kind,
      Dataset dataset,
      Entry entry,
      boolean inEffect,
      String by,
      String person,
      Instant at,
      @Nullable String reason) {
    return new ProposedChange(
        dataset.id(), 0, kind, dataset.revision(), entry, inEffect, by, person, at, reason, null);
  }

  public boolean isOpen() {
    return decision == null;
  }

  /// Whether it can no longer be approved, because the entry has moved on.
  public boolean isStale(Dataset dataset) {
    return isOpen() && !inEffect && dataset.revision() != revision;
  }

  /// The same under a number.
  public ProposedChange numbered(long newNumber) {
    return new ProposedChange(
        dataset, newNumber, kind, revision, entry, inEffect, by, person, at, reason, decision);
  }

  /// The same, decided.
  public ProposedChange decided(Decision newDecision) {
    return new ProposedChange(
        dataset, number, kind, revision, entry, inEffect, by, person, at, reason, newDecision);
  }
}
