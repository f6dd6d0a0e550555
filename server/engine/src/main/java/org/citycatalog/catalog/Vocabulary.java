package org.citycatalog.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A code list.
///
/// @param name its name, e.g. `themes`
/// @param source where it is from
/// @param terms in the order in which they are shown; codes are unique
public record Vocabulary(String name, LocalText title, @Nullable String source, List<Term> terms) {
  public Vocabulary {
    terms = List.copyOf(terms);
    if (byCode(terms).size() < terms.size()) {
      throw new IllegalArgumentException("vocabulary '%s' has a code twice".formatted(name));
    }
  }

  /// One code.
  ///
  /// @param parent the code above it
  /// @param notation what the national guide writes for it
  public record Term(
      String code, LocalText label, @Nullable String parent, @Nullable String notation) {}

  public Optional<Term> term(String code) {
    return terms.stream().filter(term -> term.code().equals(code)).findFirst();
  }

  public Set<String> codes() {
    return byCode(terms).keySet();
  }

  private static Map<String, Term> byCode(List<Term> terms) {
    Map<String, Term> found = new LinkedHashMap<>();
    terms.forEach(term -> found.put(term.code(), term));
    return found;
  }
}
