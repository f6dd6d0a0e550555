package org.citycatalog.sharing.identity;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Role;
import org.jspecify.annotations.Nullable;

/// An account as somebody wants it, not checked yet.
///
/// @param kind `department`, `enterprise`, `research` or `public`
/// @param roles codes of the roles
public record WantedAccount(
    String label,
    String kind,
    @Nullable String provider,
    @Nullable String organisation,
    @Nullable String division,
    @Nullable String clearance,
    List<String> roles) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{2,63}");
  private static final int LONGEST_LABEL = 200;
  private static final List<String> KINDS =
      List.of("department", "enterprise", "research", "public");
  private static final List<String> LEVELS = List.of("G1", "G2", "G3", "G4");

  public WantedAccount {
    roles = List.copyOf(roles);
  }

  static void checkName(String name, List<Finding> findings) {
    if (!NAME.matcher(name).matches()) {
      findings.add(new Finding("wrong-value", "/name", "a name must match " + NAME));
    }
  }

  /// Reads it, and notes every mistake.
  Standing check(CatalogStore store, List<Finding> findings) {
    if (label.isBlank()) {
      findings.add(new Finding("blank-text", "/label", "the label must not be blank"));
    } else if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
      findings.add(
          new Finding(
              "text-too-long",
              "/label",
              "the label may have %d characters".formatted(LONGEST_LABEL)));
    }
    Set<Role> known = EnumSet.noneOf(Role.class);
    List<String> codes = EnumSet.allOf(Role.class).stream().map(Role::code).toList();
    for (int i = 0; i < roles.size(); i++) {
      String code = one(roles.get(i), codes, "/roles/" + i, findings);
      if (code != null) {
        known.add(Role.of(code).orElseThrow());
      }
    }
    String ofKind = one(kind, KINDS, "/kind", findings);
    String level = clearance == null ? null : one(clearance, LEVELS, "/clearance", findings);
    Standing standing =
        new Standing(
            ofKind == null
                ? Caller.Kind.PUBLIC
                : Caller.Kind.valueOf(ofKind.toUpperCase(Locale.ROOT)),
            WantedFields.provider(provider, store, findings),
            WantedFields.typed(
                organisation, Uscc::new, "bad-social-credit-code", "/organisation", findings),
            WantedFields.typed(
                division, DivisionCode::new, "bad-division-code", "/division", findings),
            level == null ? null : Level.valueOf(level),
            known);
    if (findings.isEmpty()) {
      findings.addAll(standing.check());
    }
    return standing;
  }

  private static @Nullable String one(
      String text, List<String> known, String pointer, List<Finding> findings) {
    if (known.contains(text)) {
      return text;
    }
    findings.add(
        new Finding("unknown-code", pointer, "it is one of " + known, Nearest.of(text, known)));
    return null;
  }
}
