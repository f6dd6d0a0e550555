package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citycatalog.app.testing.Answer;

/// Compares the answers of two servers byte for byte. What each draws by lot, and what the clock
/// said after they were parted, may differ: the same id here is always the same id there.
final class Twins {
  private static final String CURSOR = "[A-Za-z0-9_-]{64}";

  /// Lists of what has an id that is drawn. Their cursors name such an id, and are drawn with it;
  /// all other cursors are compared byte for byte.
  private static final Pattern LIST_OF_DRAWN =
      Pattern.compile(
          "/api/v1/(access-requests|accounts|corrections|grants|keys|purges|datasets/[^/]+/loads)"
              + "(\\?.*)?");

  private static final Pattern ASKED_CURSOR =
      Pattern.compile("(?<=[?&]cursor=)" + CURSOR + "(?=&|$)");
  private static final String DRAWN_ID =
      "(?<=\"password\":\")[^\"]+(?=\")|cck_[A-Za-z0-9_-]{43}|\\b[a-z0-9]{20}\\b|\\b[0-9a-f]{16}\\b"
          + "|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z";
  private static final Pattern DRAWN = Pattern.compile(DRAWN_ID);
  private static final Pattern DRAWN_OR_NEXT =
      Pattern.compile("(?<=\"next\":\")" + CURSOR + "(?=\")|" + DRAWN_ID);
  private static final List<String> OF_THE_MOMENT = List.of("request-id", "date");

  private final Instant parted;
  private final Map<String, String> here = new HashMap<>();
  private final Map<String, String> there = new HashMap<>();

  Twins(Instant parted) {
    this.parted = parted;
  }

  /// What to ask the other server with: its own cursor in the place of the first one's.
  String asThere(String target) {
    return ASKED_CURSOR
        .matcher(target)
        .replaceAll(cursor -> here.getOrDefault(cursor.group(), cursor.group()));
  }

  /// Whether both answers are the same, and what differs if not.
  ///
  /// @param target what was asked, from the root
  void assertSame(String asked, String target, Answer one, Answer other) {
    assertThat(other.status()).as("%s%n%s%n%s", asked, one, other).isEqualTo(one.status());
    String seen = headers(one) + without(one);
    String alike = headers(other) + without(other);
    if (seen.equals(alike)) {
      return;
    }
    Pattern lot = LIST_OF_DRAWN.matcher(target).matches() ? DRAWN_OR_NEXT : DRAWN;
    Matcher drawn = lot.matcher(seen);
    Matcher else_ = lot.matcher(alike);
    int at = 0;
    int elseAt = 0;
    while (drawn.find()) {
      assertThat(else_.find()).as("%s%n%s%n%s", asked, seen, alike).isTrue();
      assertThat(alike.substring(elseAt, else_.start()))
          .as("%s%n%s%n%s", asked, seen, alike)
          .isEqualTo(seen.substring(at, drawn.start()));
      assertThat(isSame(drawn.group(), else_.group()))
          .as("%s: %s and %s%n%s%n%s", asked, drawn.group(), else_.group(), seen, alike)
          .isTrue();
      at = drawn.end();
      elseAt = else_.end();
    }
    assertThat(alike.substring(elseAt))
        .as("%s%n%s%n%s", asked, seen, alike)
        .isEqualTo(seen.substring(at));
  }

  private boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    if (one.startsWith("20") && one.endsWith("Z")) {
      return other.endsWith("Z")
          && !Instant.parse(full(one)).isBefore(parted)
          && !Instant.parse(full(other)).isBefore(parted);
    }
    return one.length() == other.length()
        && here.computeIfAbsent(one, same -> other).equals(other)
        && there.computeIfAbsent(other, same -> one).equals(one);
  }

  /// A time may be written without its seconds.
  private static String full(String time) {
    return time.length() == 17 ? time.replace("Z", ":00Z") : time;
  }

  private static String headers(Answer answer) {
    Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    sorted.putAll(answer.headers().map());
    sorted
        .keySet()
        .removeIf(name -> OF_THE_MOMENT.contains(name.toLowerCase(java.util.Locale.ROOT)));
    if (answer.body().length > 0) {
      // The body is compared; its length differs where the last digits of a time do.
      sorted.remove("content-length");
    }
    return sorted + "\n";
  }

  private static String without(Answer answer) {
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    return text.replaceAll("\"requestId\":\"[^\"]*\"", "\"requestId\":\"\"")
        .replaceAll("\"lastUsed\":\"[^\"]*\"", "\"lastUsed\":\"\"") // the clock's
        .replaceAll("\"rowsPerSecond\":[0-9.E-]+", "\"rowsPerSecond\":0");
  }
}
