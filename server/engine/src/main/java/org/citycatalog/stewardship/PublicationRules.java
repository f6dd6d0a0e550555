package org.citycatalog.stewardship;

import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.PersonalNames;
import org.citycatalog.catalog.StatisticsRules;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.RowScopes;
import org.jspecify.annotations.Nullable;

/// What an entry must satisfy to be published, as far as the entry itself can tell.
public final class PublicationRules {
  private PublicationRules() {}

  /// Every rule of publication that the entry breaks.
  public static List<Finding> check(Entry entry) {
    List<Finding> findings = new ArrayList<>();
    if (entry.schema().items().isEmpty() && entry.distributions().isEmpty()) {
      findings.add(
          new Finding(
              "nothing-to-share",
              "/items",
              "a published entry describes its items, or says where the data is in distributions"));
    }
    access(
        "/sharing",
        entry.sharing().accessClass(),
        entry.sharing().condition(),
        entry.sharing().legalBasis(),
        findings);
    access(
        "/opening",
        entry.opening().accessClass(),
        entry.opening().condition(),
        entry.opening().legalBasis(),
        findings);
    findings.addAll(RowScopes.check(entry));
    findings.addAll(StatisticsRules.check(entry));
    if (entry.opening().accessClass() != AccessClass.WITHHELD) {
      important(entry, findings);
    }
    if (entry.opening().accessClass() == AccessClass.UNCONDITIONAL && !entry.synthetic()) {
      identifiers(entry, findings);
    }
    if (!entry.synthetic()) {
      sensitive(entry, findings);
    }
    return List.copyOf(findings);
  }

  /// What a steward should look at: every rule of publication that the entry breaks, with the same
  /// code and place as in the refusal to publish, and what stops nothing. A published entry breaks
  /// one where its first file has brought the items.
  public static List<Finding> warnings(Dataset dataset) {
    Entry entry = dataset.entry();
    List<Finding> warnings = new ArrayList<>(check(entry));
    if (entry.opening().accessClass() != AccessClass.WITHHELD && entry.secretReview() == null) {
      warnings.add(
          new Finding(
              "no-secret-review",
              "/secretReview",
              "nobody is named who cleared this opened resource of secrets"));
    }
    if (entry.contact() == null && dataset.provider().contact() == null) {
      warnings.add(new Finding("no-contact", "/contact", "nobody is named whom users can ask"));
    }
    Level highest = BoundaryTerms.highest(entry);
    if (highest.compareTo(entry.level()) > 0) {
      warnings.add(
          new Finding(
              "level-below-item",
              "/level",
              "the entry says %s, but one of its items is of level %s; the highest counts"
                  .formatted(entry.level(), highest)));
    }
    if (dataset.version() == null && entry.distributions().isEmpty()) {
      warnings.add(new Finding("no-rows", "", "no file has been loaded yet"));
    }
    if (!entry.synthetic()) {
      unmarked(entry, warnings);
    }
    return List.copyOf(warnings);
  }

  private static void access(
      String pointer,
      AccessClass accessClass,
      @Nullable String condition,
      @Nullable String legalBasis,
      List<Finding> findings) {
    switch (accessClass) {
      case CONDITIONAL -> {
        if (condition == null) {
          findings.add(
              new Finding(
                  "condition-required",
                  pointer + "/condition",
                  "class conditional needs its condition"));
        }
      }
      case WITHHELD -> {
        if (legalBasis == null) {
          findings.add(
              new Finding(
                  "legal-basis-required",
                  pointer + "/legalBasis",
                  "class withheld needs the law or decision relied on"));
        }
      }
      case UNCONDITIONAL -> {
        // Nothing to give a reason for.
      }
    }
  }

  private static void important(Entry entry, List<Finding> findings) {
    if (entry.level() == Level.IMPORTANT) {
      findings.add(
          new Finding("important-opened", "/opening/class", "important data is never opened"));
    }
    List<Item> items = entry.schema().items();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).level() == Level.IMPORTANT) {
        findings.add(
            new Finding(
                "important-opened",
                "/items/" + i + "/level",
                "item '%s' is important data, which is never opened"
                    .formatted(items.get(i).name())));
      }
    }
  }

  private static void identifiers(Entry entry, List<Finding> findings) {
    List<Item> items = entry.schema().items();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (PersonalNames.nameSinglePersons(entry, item) && isReadable(item)) {
        findings.add(
            new Finding(
                "direct-identifier-opened",
                "/items/" + i,
                "item '%s' names single persons, so nothing of it is opened without condition: "
                        .formatted(item.name())
                    + "mask it with drop, null, pseudonym or match-only"));
      }
    }
  }

  /// Sensitive personal data: shown in clear to nobody below level G3, and to nobody at all without
  /// a law or a consent that is named for the way on which it leaves.
  private static void sensitive(Entry entry, List<Finding> findings) {
    List<Item> items = entry.schema().items();
    boolean shared = false;
    boolean opened = false;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (item.personal() != Personal.SENSITIVE || !isReadable(item)) {
        continue;
      }
      Level level = entry.levelOf(item);
      boolean toDepartments =
          leaves(entry.sharing().accessClass(), level, Caller.Kind.DEPARTMENT.clearance());
      boolean toOthers =
          leaves(entry.opening().accessClass(), level, Caller.Kind.PUBLIC.clearance());
      shared |= toDepartments;
      opened |= toOthers;
      if ((toDepartments || toOthers)
          && item.mask().equals(Mask.CLEAR)
          && level.compareTo(Level.G3) < 0) {
        findings.add(
            new Finding(
                "sensitive-unprotected",
                "/items/" + i,
                "item '%s' is sensitive personal data, which has level G3 or above, or a mask"
                    .formatted(item.name())));
      }
    }
    if (shared && entry.sharing().legalBasis() == null) {
      findings.add(basisRequired("/sharing/legalBasis"));
    }
    if (opened && entry.opening().legalBasis() == null) {
      findings.add(basisRequired("/opening/legalBasis"));
    }
  }

  /// A grant may reach above what everybody of a kind is cleared for.
  private static boolean leaves(AccessClass accessClass, Level level, Level clearance) {
    return switch (accessClass) {
      case UNCONDITIONAL -> level.compareTo(clearance) <= 0;
      case CONDITIONAL -> true;
      case WITHHELD -> false;
    };
  }

  private static Finding basisRequired(String pointer) {
    return new Finding(
        "personal-basis-required",
        pointer,
        "sensitive personal data leaves under a law or the persons' own consent, which is named");
  }

  private static void unmarked(Entry entry, List<Finding> warnings) {
    List<Item> items = entry.schema().items();
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      if (item.personal() != Personal.NONE) {
        continue;
      }
      String pointer = "/items/" + i + "/personal";
      if (PersonalNames.saySensitive(item)) {
        warnings.add(
            new Finding(
                "sensitive-unmarked",
                pointer,
                "item '%s' has the name of sensitive personal data".formatted(item.name())));
      }
      if (PersonalNames.sayIdentifier(item)) {
        warnings.add(
            new Finding(
                "identifier-unmarked",
                pointer,
                "item '%s' has the name of a number that names single persons"
                    .formatted(item.name())));
      }
    }
  }

  /// Whether the public sees anything of the values. A part of a number is too much: a citizen
  /// number's check digit restores what a mask leaves out.
  private static boolean isReadable(Item item) {
    if (!item.rights().contains(ItemRight.VISIBLE)) {
      return item.mask().equals(Mask.CLEAR) && !item.rights().isEmpty();
    }
    return switch (item.mask()) {
      case Mask.Drop drop -> false;
      case Mask.Null nothing -> false;
      case Mask.MatchOnly matched -> false;
      case Mask.Pseudonym pseudonym -> false;
      case Mask.Clear clear -> true;
      case Mask.KeepPrefix prefix -> true;
      case Mask.KeepRegion region -> true;
      case Mask.Year year -> true;
      case Mask.AgeBand band -> true;
      case Mask.Geohash geohash -> true;
      case Mask.Round round -> true;
      case Mask.Bucket bucket -> true;
    };
  }
}
