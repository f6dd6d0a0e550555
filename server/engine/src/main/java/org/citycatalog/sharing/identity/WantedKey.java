package org.citycatalog.sharing.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.DivisionCode;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Purpose;
import org.jspecify.annotations.Nullable;

/// A key as somebody asks for it, not checked yet.
///
/// @param label who uses it for what, 1 to 200 characters
/// @param kind `department`, `enterprise`, `research`, `operator`, `auditor` or
///   `security-administrator`
/// @param provider namespace of the provider it acts for
/// @param organisation unified social credit code
/// @param division where its holder works
/// @param clearance the highest level it reads, not above that of its kind
/// @param purposes codes of the purposes it may state; any where empty
/// @param expires the first instant at which it is of no use; never where null
public record WantedKey(
    @Nullable String label,
    @Nullable String kind,
    @Nullable String provider,
    @Nullable String organisation,
    @Nullable String division,
    @Nullable String clearance,
    List<String> purposes,
    @Nullable Instant expires) {
  private static final int LONGEST_LABEL = 200;
  private static final int MOST_PURPOSES = 50;
  private static final List<String> KINDS =
      List.of(
          "department", "enterprise", "research", "operator", "auditor", "security-administrator");

  public WantedKey {
    purposes = List.copyOf(purposes);
  }

  /// A key that nothing narrows.
  public static WantedKey of(
      @Nullable String label,
      @Nullable String kind,
      @Nullable String provider,
      @Nullable String organisation) {
    return new WantedKey(label, kind, provider, organisation, null, null, List.of(), null);
  }

  /// What a request for a key came to.
  sealed interface Checked {
    /// Everything but the secret and the id.
    record Valid(StoredKey key) implements Checked {}

    record Invalid(List<Finding> findings) implements Checked {}
  }

  /// Checks everything and finds every mistake.
  Checked check(CatalogStore store, String id, String hash, Instant now) {
    List<Finding> findings = new ArrayList<>();
    String named = label(findings);
    String ofKind = kind(findings);
    ProviderNamespace namespace = WantedFields.provider(provider, store, findings);
    Uscc code =
        WantedFields.typed(
            organisation, Uscc::new, "bad-social-credit-code", "/organisation", findings);
    StoredKey.Scope scope = scope(ofKind, findings);
    if (expires != null && !expires.isAfter(now)) {
      findings.add(new Finding("term-over", "/expires", "the key would be over already"));
    }
    boolean aloof = ofKind.equals("auditor") || ofKind.equals("security-administrator");
    if (aloof && (provider != null || organisation != null)) {
      findings.add(
          new Finding(
              "not-for-auditors",
              provider == null ? "/organisation" : "/provider",
              "who reads the ledger or makes accounts neither provides nor receives data"));
    }
    return findings.isEmpty()
        ? new Checked.Valid(
            new StoredKey(
                id, id, hash, named, ofKind, namespace, code, scope, now, null, null, expires, null,
                null))
        : new Checked.Invalid(findings);
  }

  private StoredKey.Scope scope(String ofKind, List<Finding> findings) {
    DivisionCode where =
        WantedFields.typed(division, DivisionCode::new, "bad-division-code", "/division", findings);
    Level level = clearance == null ? null : level(clearance, ofKind, findings);
    if (purposes.size() > MOST_PURPOSES) {
      findings.add(
          new Finding(
              "too-many-elements",
              "/purposes",
              "a key may name %d purposes".formatted(MOST_PURPOSES)));
    }
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < purposes.size(); i++) {
      Purpose purpose =
          WantedFields.typed(
              purposes.get(i), Purpose::new, "wrong-value", "/purposes/" + i, findings);
      if (purpose != null && !codes.contains(purpose.code())) {
        codes.add(purpose.code());
      }
    }
    return new StoredKey.Scope(where, level, codes);
  }

  private static @Nullable Level level(String text, String ofKind, List<Finding> findings) {
    List<String> levels = List.of("G1", "G2", "G3", "G4");
    if (!levels.contains(text)) {
      findings.add(
          new Finding(
              "unknown-code",
              "/clearance",
              "a clearance is one of " + levels,
              Nearest.of(text, levels)));
      return null;
    }
    Level level = Level.valueOf(text);
    if (KINDS.contains(ofKind)) {
      Level highest =
          ofKind.equals("security-administrator")
              ? Caller.Kind.PUBLIC.clearance()
              : Caller.Kind.valueOf(ofKind.toUpperCase(Locale.ROOT)).clearance();
      if (level.compareTo(highest) > 0) {
        findings.add(
            new Finding(
                "clearance-too-high",
                "/clearance",
                "a key of kind %s reads up to %s".formatted(ofKind, highest)));
      }
    }
    return level;
  }

  private String label(List<Finding> findings) {
    if (label == null) {
      findings.add(new Finding("missing-field", "/label", "the field 'label' is required"));
      return "";
    }
    if (label.isBlank()) {
      findings.add(new Finding("blank-text", "/label", "the label must not be blank"));
    } else if (label.codePointCount(0, label.length()) > LONGEST_LABEL) {
      findings.add(
          new Finding(
              "text-too-long",
              "/label",
              "the label may have %d characters".formatted(LONGEST_LABEL)));
    } else if (label.chars().anyMatch(c -> c < ' ')
        || !StandardCharsets.UTF_8.newEncoder().canEncode(label)) {
      findings.add(new Finding("bad-character", "/label", "the label holds a control character"));
    }
    return label;
  }

  private String kind(List<Finding> findings) {
    if (kind == null) {
      findings.add(new Finding("missing-field", "/kind", "the field 'kind' is required"));
      return "";
    }
    if (!KINDS.contains(kind)) {
      findings.add(
          new Finding(
              "unknown-code", "/kind", "a key's kind is one of " + KINDS, Nearest.of(kind, KINDS)));
    }
    return kind;
  }
}
