package org.citycatalog.sharing.ledger;

import jakarta.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.jspecify.annotations.Nullable;

/// What of the ledger somebody sees: the provider who used its data, an organisation its own use,
/// the auditor everything. Who operates does not read what is recorded of operators.
public final class LedgerView {
  private static final Set<String> USE = Set.of("read", "outcome", "refused", "search");
  private static final Set<String> OF_DATASET =
      Set.of("read", "outcome", "refused", "sum", "change");

  private final boolean everything;
  private final @Nullable ProviderNamespace provider;
  private final @Nullable Uscc organisation;
  private final String key;

  private LedgerView(Caller caller) {
    this.everything = caller.kind() == Caller.Kind.AUDITOR;
    this.provider = caller.provider();
    this.organisation = caller.organisation();
    this.key = caller.key();
  }

  /// The caller's view; empty for who has none.
  public static Optional<LedgerView> of(Caller caller) {
    return switch (caller.kind()) {
      case PUBLIC, OPERATOR -> Optional.empty();
      case DEPARTMENT, ENTERPRISE, RESEARCH, AUDITOR ->
          caller.grant() == null ? Optional.of(new LedgerView(caller)) : Optional.empty();
    };
  }

  /// Tells it from the views of other keys.
  public String name() {
    return "ledger " + key;
  }

  /// Whether it is the view of the whole ledger.
  public boolean isWhole() {
    return everything;
  }

  /// A record as it is shown; empty where it is not.
  public Optional<JsonObject> shown(JsonObject record) {
    String kind = record.getString("kind", "");
    if (everything || USE.contains(kind) && isOwn(record)) {
      return Optional.of(record);
    }
    if (OF_DATASET.contains(kind) && isOfProvider(record)) {
      // Who used it is told: an organisation, and with which of its keys is its own affair; of a
      // caller without one the key is all that says who it was.
      return Optional.of(
          record.containsKey("organisation")
              ? JsonText.builder(record).remove("key").build()
              : record);
    }
    return Optional.empty();
  }

  private boolean isOwn(JsonObject record) {
    return key.equals(record.getString("key", ""))
        || organisation != null
            && organisation.value().equals(record.getString("organisation", ""));
  }

  private boolean isOfProvider(JsonObject record) {
    String dataset = record.getString("dataset", null);
    return provider != null
        && dataset != null
        && provider.equals(new DatasetId(dataset).provider());
  }
}
