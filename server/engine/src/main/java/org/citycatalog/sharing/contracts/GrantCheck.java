package org.citycatalog.sharing.contracts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Nearest;
import org.citycatalog.catalog.PersonalNames;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Parsed;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.OutsideView;

/// Whether a dataset may give what is asked for: a grant is never wider than its dataset.
final class GrantCheck {
  private static final int LONGEST_YEARS = 3;

  /// A citizen number begins with six digits of division; each further one is of the birth date,
  /// and its check digit restores what a partial mask leaves out.
  private static final int LONGEST_PREFIX_OF_A_PERSON = 6;

  private GrantCheck() {}

  /// Every reason why an entry cannot give it.
  ///
  /// @param entry as the asker may see it when an applicant asks, whole when it is approved
  /// @param to what kind of caller would receive it
  static List<Finding> check(Entry entry, AccessRequest.Terms terms, Caller.Kind to, Instant now) {
    List<Finding> findings = new ArrayList<>();
    boolean department = to == Caller.Kind.DEPARTMENT;
    AccessClass accessClass =
        department ? entry.sharing().accessClass() : entry.opening().accessClass();
    if (accessClass == AccessClass.WITHHELD) {
      findings.add(
          new Finding(
              "rows-withheld",
              "/dataset",
              "the %s class is withheld, which no grant opens"
                  .formatted(department ? "sharing" : "opening")));
    }
    said("/basis", terms.basis(), findings);
    said("/scenario", terms.scenario(), findings);
    said("/method", terms.method(), findings);
    said("/securityContact", terms.securityContact(), findings);
    term(terms, now, findings);
    rows(entry, terms, findings);
    int place = 0;
    for (Map.Entry<String, Mask> column : terms.columns().entrySet()) {
      column(entry, column.getKey(), column.getValue(), department, "/columns/" + place, findings);
      place++;
    }
    if (terms.columns().values().stream().filter(mask -> mask instanceof Mask.MatchOnly).count()
        == 1) {
      findings.add(
          new Finding(
              "match-too-narrow",
              "/columns",
              "a tuple to be matched has two columns at least: one alone could be tried through"));
    }
    if (terms.columns().isEmpty()) {
      findings.add(
          new Finding("too-few-elements", "/columns", "a grant gives at least one column"));
    }
    return List.copyOf(findings);
  }

  /// Whether a second person has to approve: columns of level G3 and above, columns that name
  /// persons in clear, columns that the dataset's own rule hides from everybody, and columns that
  /// are shown otherwise than it says.
  static boolean needsSecond(Entry entry, AccessRequest.Terms terms) {
    return terms.columns().entrySet().stream()
        .anyMatch(column -> {
          Optional<Item> item = entry.schema().item(column.getKey());
          return item.isEmpty()
              || PersonalNames.nameSinglePersons(entry, item.get()) && names(column.getValue())
              || entry.levelOf(item.get()).compareTo(Level.G3) >= 0
              || !OutsideView.isKnown(item.get())
              || !item.get().mask().equals(Mask.CLEAR)
                  && !item.get().mask().equals(column.getValue());
        });
  }

  /// The highest level among the columns.
  static Level clearance(Entry entry, AccessRequest.Terms terms) {
    return terms.columns().keySet().stream()
        .flatMap(name -> entry.schema().item(name).stream())
        .map(entry::levelOf)
        .max(Level::compareTo)
        .orElse(Level.G1);
  }

  private static void said(String pointer, String text, List<Finding> findings) {
    if (text.isBlank()) {
      findings.add(new Finding("blank-text", pointer, "the text must not be blank"));
    }
  }

  private static void term(AccessRequest.Terms terms, Instant now, List<Finding> findings) {
    Instant longest =
        terms.notBefore().atOffset(ZoneOffset.UTC).plusYears(LONGEST_YEARS).toInstant();
    if (terms.notAfter().isAfter(longest)) {
      findings.add(
          new Finding(
              "term-too-long",
              "/notAfter",
              "a grant lasts at most %d years: until %s".formatted(LONGEST_YEARS, longest)));
    }
    if (!terms.notAfter().isAfter(now) || !terms.notAfter().isAfter(terms.notBefore())) {
      findings.add(
          new Finding(
              "term-over", "/notAfter", "the term is over already, or ends before it begins"));
    }
  }

  private static void rows(Entry entry, AccessRequest.Terms terms, List<Finding> findings) {
    String rows = terms.rows();
    if (rows != null
        && Cql2Text.parse(rows, entry.schema())
            instanceof Parsed.Mistake(String code, int position, var message, var nearest)) {
      findings.add(
          new Finding(
              code, "/rows", "at character %d: %s".formatted(position + 1, message), nearest));
    }
  }

  private static void column(
      Entry entry,
      String name,
      Mask mask,
      boolean department,
      String pointer,
      List<Finding> findings) {
    Optional<Item> found = entry.schema().item(name);
    if (found.isEmpty()) {
      List<String> names = entry.schema().items().stream().map(Item::name).toList();
      findings.add(
          new Finding(
              "unknown-column",
              pointer + "/name",
              "the dataset has no such column",
              Nearest.of(name, names)));
      return;
    }
    Item item = found.get();
    if (!Mask.suits(mask, item.type())) {
      findings.add(
          new Finding(
              "mask-unsuitable",
              pointer + "/mask",
              "this mask does not suit a column of type %s".formatted(item.type().code())));
    }
    if (!OutsideView.isShown(mask) && !(mask instanceof Mask.MatchOnly)) {
      findings.add(
          new Finding(
              "mask-shows-nothing",
              pointer + "/mask",
              "a column of which nothing is shown is not asked for"));
    }
    if (entry.levelOf(item) == Level.IMPORTANT) {
      findings.add(
          new Finding(
              "important-granted", pointer, "column '%s' is important data".formatted(name)));
    }
    if (PersonalNames.nameSinglePersons(entry, item) && !department && names(mask)) {
      findings.add(
          new Finding(
              "direct-identifier-granted",
              pointer + "/mask",
              "column '%s' names single persons; outside the government it is given as a pseudonym,"
                      .formatted(name)
                  + " a region or at most %d characters".formatted(LONGEST_PREFIX_OF_A_PERSON)));
    }
  }

  private static boolean names(Mask mask) {
    return switch (mask) {
      case Mask.Pseudonym pseudonym -> false;
      case Mask.Null nothing -> false;
      case Mask.MatchOnly match -> false;
      case Mask.KeepRegion region -> false;
      case Mask.KeepPrefix(int length) -> length > LONGEST_PREFIX_OF_A_PERSON;
      case Mask.Clear clear -> true;
      case Mask.Drop drop -> true;
      case Mask.Year year -> true;
      case Mask.AgeBand band -> true;
      case Mask.Geohash geohash -> true;
      case Mask.Round round -> true;
      case Mask.Bucket bucket -> true;
    };
  }
}
