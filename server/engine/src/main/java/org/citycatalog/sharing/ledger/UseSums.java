package org.citycatalog.sharing.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citycatalog.catalog.JsonText;

/// What is not worth a record of its own, counted by subject and minute. Its size is bounded by the
/// number of subjects: where sums cannot be written, they grow in length of time and not in number.
final class UseSums {
  /// What was counted: of a dataset, of a key, or of all the rest.
  ///
  /// @param field `dataset`, `key` or `door`
  record Subject(String field, String id) {}

  private static final class Counts {
    final Instant from;
    final Map<String, Long> counts = new TreeMap<>();

    Counts(Instant from) {
      this.from = from;
    }
  }

  private final Map<Subject, Counts> open = new HashMap<>();

  synchronized void add(Subject subject, String what, long count, Instant at) {
    if (count > 0) {
      open.computeIfAbsent(subject, same -> new Counts(at.truncatedTo(ChronoUnit.MINUTES)))
          .counts
          .merge(what, count, Long::sum);
    }
  }

  /// Takes out the sums of minutes that ended at or before an instant.
  ///
  /// @return a record of each
  synchronized List<String> take(Instant until) {
    List<String> records = new ArrayList<>();
    Iterator<Map.Entry<Subject, Counts>> sums = open.entrySet().iterator();
    while (sums.hasNext()) {
      var each = sums.next();
      Counts counts = each.getValue();
      if (counts.from.isBefore(until)) {
        records.add(json(each.getKey(), counts, until));
        sums.remove();
      }
    }
    return records;
  }

  private static String json(Subject subject, Counts counts, Instant until) {
    var record =
        JsonText.builder()
            .add("kind", "sum")
            .add("at", until.toString())
            .add("from", counts.from.toString())
            .add(subject.field(), subject.id());
    counts.counts.forEach(record::add);
    return record.build().toString();
  }
}
