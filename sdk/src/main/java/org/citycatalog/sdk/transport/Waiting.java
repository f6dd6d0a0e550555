package org.citycatalog.sdk.transport;

import java.time.Duration;

/// Lets time pass between two attempts.
@FunctionalInterface
public interface Waiting {
  /// Waits.
  ///
  /// @param time how long
  /// @throws InterruptedException if the thread is interrupted meanwhile
  void pause(Duration time) throws InterruptedException;

  /// Sleeps.
  static Waiting sleeping() {
    return time -> Thread.sleep(time.toMillis());
  }
}
