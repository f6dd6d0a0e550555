package org.citycatalog.sharing.deadlines;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.citycatalog.catalog.LocalText;
import org.jspecify.annotations.Nullable;

/// Deadlines that hold together: those of a law, or of a city. What it does not name has no
/// deadline.
///
/// @param rules no two of the same event and regime
public record DeadlineProfile(String name, LocalText title, List<Rule> rules) {
  static final int MOST_DAYS = 1000;

  public DeadlineProfile {
    rules = List.copyOf(rules);
    Set<String> seen = new HashSet<>();
    for (Rule rule : rules) {
      if (!seen.add(rule.event() + " " + rule.regime())) {
        throw new IllegalArgumentException(
            "two rules are about '%s' of the same regime".formatted(rule.event().code()));
      }
    }
  }

  /// How long something may take.
  ///
  /// @param regime null for both
  /// @param days working days, 1 to 1,000
  /// @param extendable by how many it may be extended, once; null for not at all
  /// @param source where the number is from
  /// @param confirmed whether the number was read in the text of the rule and holds for the city
  public record Rule(
      DeadlineEvent event,
      @Nullable Regime regime,
      int days,
      @Nullable Integer extendable,
      String source,
      boolean confirmed) {
    public Rule {
      requireDays(days);
      if (extendable != null) {
        requireDays(extendable);
      }
    }

    private static void requireDays(int days) {
      if (days < 1 || days > MOST_DAYS) {
        throw new IllegalArgumentException(
            "a deadline is 1 to %d working days but was %d".formatted(MOST_DAYS, days));
      }
    }
  }

  /// The rule for an event: that of the regime alone before that of both.
  Optional<Rule> rule(DeadlineEvent event, Regime regime) {
    Optional<Rule> special = find(event, regime);
    return special.isPresent() ? special : find(event, null);
  }

  private Optional<Rule> find(DeadlineEvent event, @Nullable Regime regime) {
    return rules.stream()
        .filter(rule -> rule.event() == event && rule.regime() == regime)
        .findFirst();
  }
}
