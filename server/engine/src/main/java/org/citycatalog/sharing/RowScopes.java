package org.citycatalog.sharing;

import java.util.ArrayList;
import java.util.List;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.cql.Cql2Text;
import org.citycatalog.cql.Parsed;
import org.jspecify.annotations.Nullable;

/// Whether the rules about which rows leave fit the items of their entry. The boundary refuses all
/// rows where they do not; a steward is told before.
public final class RowScopes {
  private RowScopes() {}

  /// Every row scope that is wrong.
  public static List<Finding> check(Entry entry) {
    List<Finding> findings = new ArrayList<>();
    check("/sharing/rows", entry.sharing().rows(), entry.schema(), findings);
    check("/opening/rows", entry.opening().rows(), entry.schema(), findings);
    return List.copyOf(findings);
  }

  /// Every row scope that is wrong in an entry whose items may still come from its first file.
  public static List<Finding> checkDraft(Entry entry) {
    List<Finding> findings = check(entry);
    return entry.schema().items().isEmpty()
        ? findings.stream().filter(each -> !each.code().equals("unknown-column")).toList()
        : findings;
  }

  private static void check(
      String pointer, @Nullable String text, TableSchema schema, List<Finding> findings) {
    if (text != null
        && Cql2Text.parse(text, schema)
            instanceof Parsed.Mistake(String code, int position, String message, var nearest)) {
      findings.add(
          new Finding(
              code,
              pointer,
              "the rule about rows is wrong at character %d: %s".formatted(position + 1, message),
              nearest));
    }
  }
}
