package org.citycatalog.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Looks at a server's heap again and again while it is open, and remembers the most it saw.
final class PeakHeap implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private final MeasuredServer server;
  private final AtomicLong most = new AtomicLong();
  private final Thread looking;

  private PeakHeap(MeasuredServer server) {
    this.server = server;
    this.looking = Thread.ofPlatform().name("peak-heap").daemon().unstarted(this::look);
  }

  static PeakHeap of(MeasuredServer server) {
    PeakHeap peak = new PeakHeap(server);
    peak.looking.start();
    return peak;
  }

  /// Bytes, garbage included.
  long most() {
    return most.get();
  }

  private void look() {
    try {
      while (true) {
        most.accumulateAndGet(server.usedHeap(), Math::max);
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException | IOException closed) {
      Thread.currentThread().interrupt(); // whoever measures has ended, or meets the failure
    }
  }

  @Override
  public void close() {
    looking.interrupt();
  }
}
