package org.citycatalog.search;

import java.util.Locale;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;

/// An entry as one kind of reader knows it.
enum Projection {
  /// Published and unconditionally open, with its rows or its statistics alone.
  OPEN,
  /// Published and opened with or without condition, or with its statistics.
  APPLICANT,
  /// Published.
  GOVERNMENT,
  /// In any state, for its provider.
  OWN;

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean holds(Dataset dataset) {
    boolean published = dataset.state() == DatasetState.PUBLISHED;
    boolean seenByAll = dataset.entry().isSeenByAll();
    AccessClass opening = dataset.entry().opening().accessClass();
    return switch (this) {
      case OPEN -> published && seenByAll;
      case APPLICANT -> published && (seenByAll || opening != AccessClass.WITHHELD);
      case GOVERNMENT -> published;
      case OWN -> true;
    };
  }
}
