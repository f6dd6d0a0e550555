package org.citycatalog.search;

import java.util.Locale;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;

/// An entry as one kind of reader knows it.
enum Projection {
  /// Published and unconditionally open.
  OPEN,
  /// Published and opened with or without condition.
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
    AccessClass opening = dataset.entry().opening().accessClass();
    return switch (this) {
      case OPEN -> published && opening == AccessClass.UNCONDITIONAL;
      case APPLICANT -> published && opening != AccessClass.WITHHELD;
      case GOVERNMENT -> published;
      case OWN -> true;
    };
  }
}
