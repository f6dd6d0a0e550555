package org.citycatalog.sharing;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What somebody does for the catalog. Whoever has none reads, and asks for access.
public enum Role {
  /// Registers, edits, publishes, withdraws and loads the datasets of the own provider.
  STEWARD,
  /// Decides about requests and grants: of the own provider, or, without one, whether a request may
  /// go on to its provider.
  REVIEWER,
  /// Runs providers and keys.
  OPERATOR,
  /// Makes accounts and says which roles they have.
  SECURITY_ADMINISTRATOR,
  /// Reads the ledger, and does nothing that is recorded there.
  AUDITOR;

  private static final Set<Role> KEEPING = EnumSet.of(STEWARD, REVIEWER);

  /// What it is called in the contract.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The role of a code.
  public static Optional<Role> of(String code) {
    return Stream.of(values()).filter(each -> each.code().equals(code)).findFirst();
  }

  /// Whether one and the same person may have them: nobody watches over what he does himself.
  public static boolean areCompatible(Set<Role> roles) {
    return !roles.contains(AUDITOR) || roles.size() == 1;
  }

  /// The roles of a key that names none.
  public static Set<Role> of(Caller.Kind kind, boolean hasProvider) {
    return switch (kind) {
      case OPERATOR -> EnumSet.of(STEWARD, REVIEWER, OPERATOR);
      case AUDITOR -> EnumSet.of(AUDITOR);
      case PUBLIC, DEPARTMENT, ENTERPRISE, RESEARCH ->
          hasProvider ? EnumSet.copyOf(KEEPING) : EnumSet.noneOf(Role.class);
    };
  }
}
