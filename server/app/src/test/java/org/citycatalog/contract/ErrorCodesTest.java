package org.citycatalog.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ErrorCodesTest {
  private static final Set<String> TEXTS = Set.of("en", "zh", "action-en", "action-zh");

  /// Where a code is written: first argument of what carries it to a caller.
  private static final Pattern USE =
      Pattern.compile(
          "(?:UnreadableFileException|UnavailableException|Finding|Mistake|Complaint\\.of|Refused"
              + "|NotReceived|[fF]indings(?:\\(\\))?\\s*\\.add)\\(\\s*\"([a-z0-9]+(?:-[a-z0-9]+)+)\"");

  private final List<Map<String, Object>> codes = read();

  @Test
  void every_code_is_listed_once() {
    assertThat(codes).extracting(each -> each.get("code")).doesNotHaveDuplicates();
  }

  @Test
  void every_code_is_written_in_small_letters_with_hyphens() {
    assertThat(codes)
        .allSatisfy(each -> assertThat((String) each.get("code")).matches("[a-z]+(-[a-z]+)*"));
  }

  @Test
  void every_code_has_a_status_of_a_refusal_or_a_failure() {
    assertThat(codes)
        .allSatisfy(each -> assertThat((Integer) each.get("status")).isBetween(400, 599));
  }

  @Test
  void every_code_says_in_both_languages_what_happened_and_what_to_do() {
    for (Map<String, Object> each : codes) {
      assertThat(each.keySet())
          .as("fields of %s", each.get("code"))
          .containsExactlyInAnyOrder("code", "status", "en", "zh", "action-en", "action-zh");
      for (String field : TEXTS) {
        String text = (String) Objects.requireNonNull(each.get(field));
        assertThat(text).as("%s of %s", field, each.get("code")).isNotBlank();
        assertThat(text.endsWith(field.endsWith("zh") ? "。" : "."))
            .as("%s of %s is a sentence: %s", field, each.get("code"), text)
            .isTrue();
        assertThat(text.codePoints().anyMatch(c -> c >= 0x4E00 && c <= 0x9FFF))
            .as("%s of %s is in its language: %s", field, each.get("code"), text)
            .isEqualTo(field.endsWith("zh") || text.contains("类"));
      }
    }
  }

  @Test
  void every_code_the_server_writes_is_listed() {
    Map<String, Path> used = new TreeMap<>();
    for (String folder : List.of("server/engine/src/main/java", "server/app/src/main/java")) {
      for (Path file : Project.javaFiles(Project.ROOT.resolve(folder))) {
        USE.matcher(Project.text(file)).results().forEach(use -> used.put(use.group(1), file));
      }
    }
    Set<Object> listed = codes.stream().map(each -> each.get("code")).collect(Collectors.toSet());

    assertThat(used).as("the pattern still finds codes").hasSizeGreaterThan(10);
    assertThat(used.entrySet()).allSatisfy(use -> assertThat(listed).contains(use.getKey()));
  }

  @SuppressWarnings("unchecked") // the shape is what this test checks
  private static List<Map<String, Object>> read() {
    Load load = new Load(LoadSettings.builder().build());
    return (List<Map<String, Object>>)
        load.loadFromString(Project.text(Project.META_INF.resolve("error-codes.yaml")));
  }
}
