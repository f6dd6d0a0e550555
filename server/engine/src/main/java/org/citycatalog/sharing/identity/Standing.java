package org.citycatalog.sharing.identity;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Role;
import org.jspecify.annotations.Nullable;

/// What a person is to the catalog, as an account or a token says it.
///
/// @param kind where the person belongs: `DEPARTMENT`, `ENTERPRISE`, `RESEARCH` or `PUBLIC`; that
///   of an operator or auditor comes from the role
/// @param clearance that of the kind where null
public record Standing(
    Caller.Kind kind,
    @Nullable ProviderNamespace provider,
    @Nullable Uscc organisation,
    @Nullable DivisionCode division,
    @Nullable Level clearance,
    Set<Role> roles) {
  private static final Set<Role> OF_A_PROVIDER = EnumSet.of(Role.STEWARD, Role.REVIEWER);

  public Standing {
    roles = Set.copyOf(roles);
  }

  /// What nobody can be, with pointers to the fields.
  List<Finding> check() {
    List<Finding> findings = new ArrayList<>();
    if (!Role.areCompatible(roles)) {
      findings.add(
          new Finding(
              "roles-exclusive",
              "/roles",
              "who reads the ledger has no role whose work is recorded there"));
      return findings;
    }
    if (roles.contains(Role.AUDITOR) && (provider != null || organisation != null)) {
      findings.add(
          new Finding(
              "not-for-auditors",
              provider == null ? "/organisation" : "/provider",
              "who reads the ledger neither provides nor receives data"));
    }
    if (roles.contains(Role.STEWARD) && provider == null && !roles.contains(Role.OPERATOR)) {
      findings.add(
          new Finding("role-needs-provider", "/provider", "a steward keeps entries of a provider"));
    }
    if (roles.contains(Role.REVIEWER)
        && provider == null
        && !roles.contains(Role.OPERATOR)
        && kind != Caller.Kind.DEPARTMENT) {
      findings.add(
          new Finding(
              "role-needs-provider",
              "/provider",
              "who reviews without a provider belongs to a department"));
    }
    if (clearance != null && clearance.compareTo(effectiveKind().clearance()) > 0) {
      findings.add(
          new Finding(
              "clearance-too-high",
              "/clearance",
              "such a caller reads up to %s".formatted(effectiveKind().clearance())));
    }
    return findings;
  }

  /// The kind by which the boundary decides.
  Caller.Kind effectiveKind() {
    if (roles.contains(Role.AUDITOR)) {
      return Caller.Kind.AUDITOR;
    }
    return roles.contains(Role.OPERATOR) ? Caller.Kind.OPERATOR : kind;
  }

  /// The caller that is known by a name.
  Caller caller(String key) {
    Caller.Kind effective = effectiveKind();
    return new Caller(
        effective,
        key,
        key,
        provider,
        organisation,
        division,
        clearance == null ? effective.clearance() : clearance,
        roles,
        Set.of(),
        null,
        Purpose.UNSTATED);
  }

  /// Without the roles that need a provider or a department, for somebody who has neither.
  Standing withoutKeeping() {
    Set<Role> rest = EnumSet.noneOf(Role.class);
    rest.addAll(roles);
    if (!rest.contains(Role.OPERATOR)) {
      rest.removeAll(OF_A_PROVIDER);
    }
    return new Standing(kind, null, organisation, division, clearance, rest);
  }
}
