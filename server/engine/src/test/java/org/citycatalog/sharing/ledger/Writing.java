package org.citycatalog.sharing.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.citycatalog.sharing.ledger.RecordLog.Durable;

/// A ledger in a folder, opened, written and closed.
final class Writing {
  static final ChainedLog.Settings SMALL = new ChainedLog.Settings(2_000, Duration.ofDays(1000));

  private Writing() {}

  static ChainedLog open(Path home, Suite suite, ChainedLog.Settings settings) throws IOException {
    Files.createDirectories(home);
    return ChainedLog.open(
        home.resolve("ledger"), SigningKey.in(home, suite), InstantSource.system(), settings);
  }

  static ChainedLog open(Path home) throws IOException {
    return open(home, Suite.SHA_256, SMALL);
  }

  /// Writes records and gives the number of each.
  static long[] write(ChainedLog log, int count) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = log.append(record(i), Durable.NOW).join();
    }
    return numbers;
  }

  static String record(int i) {
    return "{\"kind\":\"read\",\"dataset\":\"hotline.tickets\",\"purpose\":\"公交规划 %d\"}"
        .formatted(i);
  }

  /// A ledger of a few segments, closed.
  static Path closed(Path home, int records) throws IOException {
    try (ChainedLog log = open(home)) {
      write(log, records);
    }
    return home.resolve("ledger");
  }
}
