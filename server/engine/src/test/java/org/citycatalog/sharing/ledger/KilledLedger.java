package org.citycatalog.sharing.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.citycatalog.sharing.ledger.RecordLog.Durable;

/// A process that writes a ledger until it is killed, and says which records were acknowledged.
final class KilledLedger {
  private static final int THREADS = 4;

  private KilledLedger() {}

  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    String round = arguments[1];
    ChainedLog log =
        Writing.open(
            home,
            Suite.SHA_256,
            new ChainedLog.Settings(Long.parseLong(arguments[2]), Duration.ofDays(1000)));
    say("ready");
    for (int thread = 0; thread < THREADS; thread++) {
      String name = round + "." + thread;
      Thread.ofPlatform()
          .start(() -> {
            for (int i = 0; i < 100_000; i++) {
              String text = name + "." + i;
              try {
                long number = log.append("{\"is\":\"%s\"}".formatted(text), Durable.NOW).join();
                say(number + " " + text);
              } catch (CompletionException refused) {
                say("refused " + text);
              }
            }
          });
    }
  }

  @SuppressWarnings("SystemOut") // how it talks to the test
  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
