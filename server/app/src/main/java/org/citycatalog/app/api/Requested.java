package org.citycatalog.app.api;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.citycatalog.catalog.DatasetId;
import org.jspecify.annotations.Nullable;

/// What requests name, as values of the engine.
final class Requested {
  private Requested() {}

  /// An id that cannot be one is answered like one that nobody uses.
  static DatasetId dataset(String id) {
    if (!DatasetId.SHAPE.matcher(id).matches()) {
      throw absent();
    }
    return new DatasetId(id);
  }

  /// The names between the commas; spaces around them do not count.
  static List<String> names(@Nullable String list) {
    return list == null
        ? List.of()
        : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
  }

  /// A field that the contract requires: a body without it has been refused before.
  static <T> T given(@Nullable T field) {
    return Objects.requireNonNull(field);
  }

  static ComplaintException absent() {
    return new ComplaintException(Complaint.of("not-found"));
  }
}
