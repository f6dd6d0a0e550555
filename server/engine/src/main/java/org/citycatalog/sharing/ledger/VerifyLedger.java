package org.citycatalog.sharing.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The command that verifies a ledger, on a machine that needs no server:
///
/// ```
/// VerifyLedger FOLDER [--checkpoint "NUMBER HASH"]... [--key BASE64]...
/// ```
///
/// It says what is there and, if the chain does not hold, where it breaks first. It ends with 0 for
/// a good ledger, 1 for a broken one, 2 where it could not look.
public final class VerifyLedger {
  private static final int BROKEN = 1;
  private static final int NOT_LOOKED = 2;

  private VerifyLedger() {}

  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out));
  }

  /// Runs the command.
  ///
  /// @return what the process ends with
  static int run(List<String> arguments, PrintStream out) {
    List<String> checkpoints = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    List<Path> folders = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String each = arguments.get(i);
      if (each.equals("--checkpoint") && i + 1 < arguments.size()) {
        checkpoints.add(arguments.get(++i));
      } else if (each.equals("--key") && i + 1 < arguments.size()) {
        keys.add(arguments.get(++i));
      } else if (each.startsWith("--")) {
        out.println("there is no option " + each + ", or its value is missing");
        return usage(out);
      } else {
        folders.add(Path.of(each));
      }
    }
    if (folders.size() != 1) {
      return usage(out);
    }
    Path folder = folders.getFirst();
    if (!Files.isDirectory(folder)) {
      out.println("there is no folder " + folder);
      return NOT_LOOKED;
    }
    try {
      return report(Verification.of(folder, checkpoints, keys), keys, out);
    } catch (IOException unreadable) {
      out.println("the ledger cannot be read: " + unreadable.getMessage());
      return NOT_LOOKED;
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage());
      return NOT_LOOKED;
    }
  }

  private static int report(Verification found, Set<String> trusted, PrintStream out) {
    out.printf(
        "records %d to %d in %d segments, %d signed checkpoints%n",
        found.first(), found.last(), found.segments(), found.checkpoints());
    if (found.first() > 1) {
      out.printf("records before %d are no longer kept%n", found.first());
    }
    if (found.unacknowledged() > 0) {
      out.printf("%d bytes that were never acknowledged are left out%n", found.unacknowledged());
    }
    for (String key : found.keys()) {
      out.printf(
          "signed by %s %s%n",
          fingerprint(key), trusted.isEmpty() ? "(named by the ledger itself; give --key)" : "");
    }
    if (found.checkpoint() != null) {
      out.printf("newest checkpoint: %s%n", found.checkpoint());
    }
    if (found.isGood()) {
      out.println("the chain holds");
      return 0;
    }
    out.println("BROKEN at " + found.breaks().getFirst());
    found.breaks().stream().skip(1).forEach(later -> out.println("and at " + later));
    return BROKEN;
  }

  private static String fingerprint(String key) {
    MessageDigest sha256 = Suite.SHA_256.digest();
    return HexFormat.of().formatHex(sha256.digest(Base64.getDecoder().decode(key)), 0, 16);
  }

  private static int usage(PrintStream out) {
    out.println("usage: VerifyLedger FOLDER [--checkpoint \"NUMBER HASH\"]... [--key BASE64]...");
    return NOT_LOOKED;
  }
}
