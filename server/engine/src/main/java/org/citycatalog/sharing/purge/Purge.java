package org.citycatalog.sharing.purge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.sharing.contracts.ContractEvent;

/// What is to be destroyed, who wants it, who agreed, why, and how far it is. It never holds
/// anything of what it destroys.
///
/// @param id random
/// @param requester the person who asked, whichever of his keys he comes with
/// @param steps what happened, oldest first; at least the request
public record Purge(String id, Subject subject, String requester, List<ContractEvent> steps) {
  public Purge {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a purge begins with a request");
    }
  }

  /// What is to be destroyed.
  public sealed interface Subject {
    /// Versions of a dataset with everything that was read from their files.
    record Versions(DatasetId dataset, List<Long> numbers) implements Subject {
      public Versions {
        numbers = List.copyOf(numbers);
      }
    }

    /// An API key with all that is known of it.
    ///
    /// @param kind of the caller it stands for
    record ApiKey(String key, String kind) implements Subject {}

    /// The key under which the pseudonyms of a grant were made.
    ///
    /// @param dataset of the grant
    record PseudonymKey(String grant, DatasetId dataset) implements Subject {}

    /// Whose data it is; empty for keys, which are no provider's.
    default Optional<ProviderNamespace> provider() {
      return switch (this) {
        case Versions(var dataset, var numbers) -> Optional.of(dataset.provider());
        case ApiKey key -> Optional.empty();
        case PseudonymKey(var grant, var dataset) -> Optional.of(dataset.provider());
      };
    }
  }

  /// Where a purge is.
  public enum State {
    REQUESTED,
    REFUSED,
    /// Under way, or to be gone on with after a stop: nobody reads it any more, and what is left of
    /// it is being erased.
    APPROVED,
    /// Nothing is left but this.
    DONE;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<State> ofCode(String code) {
      return Arrays.stream(values()).filter(each -> each.code().equals(code)).findFirst();
    }
  }

  public State state() {
    return State.ofCode(steps.getLast().to()).orElseThrow();
  }

  /// Counts the steps.
  public long revision() {
    return steps.size();
  }

  Purge moved(ContractEvent step) {
    List<ContractEvent> all = new ArrayList<>(steps);
    all.add(step);
    return new Purge(id, subject, requester, all);
  }
}
