package org.citycatalog.sharing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
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

  /// Names what it allows: a tag made under one scope is of no use under another.
  public String scope() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      String said = dataset + " " + statistics + " " + keeper;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(sha256.digest(said.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
