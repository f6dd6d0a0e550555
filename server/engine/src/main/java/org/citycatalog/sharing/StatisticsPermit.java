package org.citycatalog.sharing;

import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Statistics;

/// That one caller may be told the statistics of a dataset, and nothing of its rows. Made only by
/// [Boundary].
public final class StatisticsPermit {
  private final DatasetId dataset;
  private final Statistics statistics;
  private final boolean keeper;

  StatisticsPermit(DatasetId dataset, Statistics statistics, boolean keeper) {
    this.dataset = dataset;
    this.statistics = statistics;
    this.keeper = keeper;
  }

  public DatasetId dataset() {
    return dataset;
  }

  /// What is declared today.
  public Statistics statistics() {
    return statistics;
  }

  /// Whether the caller keeps the dataset, and may know what waits to be released.
  public boolean isKeepers() {
    return keeper;
  }

  /// Says what it allows. It speaks of rules that the caller may not know, and is for the server's
  /// own use.
  public String scope() {
    return dataset + " " + statistics + " " + keeper;
  }
}
