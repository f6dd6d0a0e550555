package org.citycatalog.sharing;

import java.util.Set;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.deadlines.Regime;
import org.jspecify.annotations.Nullable;

/// Who is asking, and what for. Nobody known is [#ANONYMOUS].
///
/// @param key what the caller is known by: id of the API key or of the account, `oidc:` and the
///   subject of a token, `anonymous` for nobody
/// @param person whom the key stands for: the first key of its chain, so that a key and its
///   successors are one; the same as `key` where it is no API key
/// @param provider the provider to which the caller belongs, null where it belongs to none
/// @param division where the caller works
/// @param clearance the highest level of items the caller reads
/// @param roles what the caller does for the catalog
/// @param purposes what the caller may state as purpose; anything where empty
/// @param grant the grant that the key was made for; such a key is of use for nothing else
/// @param purpose what this call is for
public record Caller(
    Kind kind,
    String key,
    String person,
    @Nullable ProviderNamespace provider,
    @Nullable Uscc organisation,
    @Nullable DivisionCode division,
    Level clearance,
    Set<Role> roles,
    Set<Purpose> purposes,
    @Nullable String grant,
    Purpose purpose) {
  public static final Caller ANONYMOUS = new Caller(Kind.PUBLIC, "anonymous", null, null);

  public Caller {
    roles = Set.copyOf(roles);
    purposes = Set.copyOf(purposes);
    if (!Role.areCompatible(roles)) {
      throw new IllegalArgumentException("nobody has the roles %s".formatted(roles));
    }
  }

  /// A caller with the clearance and the roles of its kind, without a grant or a purpose.
  public Caller(
      Kind kind, String key, @Nullable ProviderNamespace provider, @Nullable Uscc organisation) {
    this(
        kind,
        key,
        key,
        provider,
        organisation,
        null,
        kind.clearance(),
        Role.of(kind, provider != null),
        Set.of(),
        null,
        Purpose.UNSTATED);
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

    /// Under which rules it asks.
    public Regime regime() {
      return this == DEPARTMENT || this == OPERATOR ? Regime.SHARING : Regime.OPENING;
    }
  }

  /// Whether nobody is known.
  public boolean isAnonymous() {
    return key.equals(ANONYMOUS.key);
  }

  /// Whether the caller sees the datasets of a provider as the provider does.
  public boolean keeps(ProviderNamespace namespace) {
    return grant == null && (kind == Kind.OPERATOR || namespace.equals(provider));
  }

  /// Whether the caller has a role. What was made for a grant has none.
  public boolean has(Role role) {
    return grant == null && roles.contains(role);
  }

  /// Whether the caller speaks for an organisation. An account or a token may name one and no kind:
  /// that gives nobody a say for it. What was made for a grant speaks for nobody.
  public boolean speaksFor(Uscc of) {
    return grant == null
        && of.equals(organisation)
        && switch (kind) {
          case ENTERPRISE, RESEARCH, DEPARTMENT -> true;
          case PUBLIC, OPERATOR, AUDITOR -> false;
        };
  }

  /// Whether the caller reads less than others of its kind.
  public boolean isNarrowed() {
    return clearance.compareTo(kind.clearance()) < 0;
  }

  /// Whether the caller may say that a call is for a purpose.
  public boolean mayState(Purpose said) {
    return purposes.isEmpty() || purposes.contains(said);
  }

  /// Whether a key or a person that was noted is the caller: who has rotated the key stays who
  /// acted with it.
  public boolean isKnownAs(String noted) {
    return key.equals(noted) || person.equals(noted);
  }

  /// The same caller with another purpose.
  public Caller asking(Purpose newPurpose) {
    return new Caller(
        kind,
        key,
        person,
        provider,
        organisation,
        division,
        clearance,
        roles,
        purposes,
        grant,
        newPurpose);
  }

  /// The same caller as one of a person's keys.
  public Caller heldBy(String newPerson) {
    return new Caller(
        kind,
        key,
        newPerson,
        provider,
        organisation,
        division,
        clearance,
        roles,
        purposes,
        grant,
        purpose);
  }

  /// The same caller, bound to a grant and cleared for it.
  public Caller under(String newGrant, Level newClearance) {
    return new Caller(
        kind,
        key,
        person,
        provider,
        organisation,
        division,
        newClearance,
        roles,
        purposes,
        newGrant,
        purpose);
  }
}
