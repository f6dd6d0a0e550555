package org.citycatalog.sharing;

import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.jspecify.annotations.Nullable;

/// Who is asking, and what for. Nobody known is [#ANONYMOUS].
///
/// @param key id of the API key, `anonymous` without one
/// @param provider the provider whose datasets the caller keeps, null where it keeps none
/// @param clearance the highest level of items the caller reads
/// @param grant the grant that the key was made for; such a key is of use for nothing else
/// @param purpose what this call is for
public record Caller(
    Kind kind,
    String key,
    @Nullable ProviderNamespace provider,
    @Nullable Uscc organisation,
    Level clearance,
    @Nullable String grant,
    Purpose purpose) {
  public static final Caller ANONYMOUS = new Caller(Kind.PUBLIC, "anonymous", null, null);

  /// A caller with the clearance of its kind, without a grant or a purpose.
  public Caller(
      Kind kind, String key, @Nullable ProviderNamespace provider, @Nullable Uscc organisation) {
    this(kind, key, provider, organisation, kind.clearance(), null, Purpose.UNSTATED);
  }

  /// What kind of caller.
  public enum Kind {
    PUBLIC(Level.G2),
    ENTERPRISE(Level.G2),
    RESEARCH(Level.G2),
    DEPARTMENT(Level.G3),
    OPERATOR(Level.G4),
    /// Reads the ledger, and of the data what everybody reads.
    AUDITOR(Level.G2);

    private final Level clearance;

    Kind(Level clearance) {
      this.clearance = clearance;
    }

    /// What a caller of the kind reads when nothing else was agreed.
    public Level clearance() {
      return clearance;
    }
  }

  /// Whether nobody is known.
  public boolean isAnonymous() {
    return key.equals(ANONYMOUS.key);
  }

  public boolean keeps(ProviderNamespace namespace) {
    return grant == null && (kind == Kind.OPERATOR || namespace.equals(provider));
  }

  /// The same caller with another purpose.
  public Caller asking(Purpose newPurpose) {
    return new Caller(kind, key, provider, organisation, clearance, grant, newPurpose);
  }

  /// The same caller, bound to a grant and cleared for it.
  public Caller under(String newGrant, Level newClearance) {
    return new Caller(kind, key, provider, organisation, newClearance, newGrant, purpose);
  }
}
