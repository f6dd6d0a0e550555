package org.citycatalog.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  private static final Path ENGLISH = Project.ROOT.resolve("README.md");
  private static final Path CHINESE = Project.ROOT.resolve("README.zh-CN.md");
  private static final Path EXAMPLE =
      Project.ROOT.resolve("examples/src/main/java/org/citycatalog/examples/TenLines.java");

  /// The page, which may be empty, and the anchor.
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]+))?\\)");

  @Test
  void the_java_is_the_region_of_the_example_that_runs() {
    String example = Project.text(EXAMPLE);
    int start = example.indexOf('\n', example.indexOf("tag::ten-lines[]")) + 1;
    int end = example.lastIndexOf('\n', example.indexOf("end::ten-lines[]"));

    String region = example.substring(start, end).stripIndent() + "\n";

    assertThat(blocks(ENGLISH, "java")).containsExactly(region);
    assertThat(blocks(CHINESE, "java")).containsExactly(region);
  }

  @Test
  void both_languages_have_the_same_commands() {
    assertThat(blocks(ENGLISH, "sh"))
        .contains("mvn verify\n", "mvn -pl server/app -am package exec:exec -DskipTests\n")
        .isEqualTo(blocks(CHINESE, "sh"));
  }

  @Test
  void both_languages_have_headings_of_the_same_levels_in_the_same_order() {
    assertThat(headingLevels(ENGLISH)).hasSizeGreaterThan(5).isEqualTo(headingLevels(CHINESE));
  }

  @Test
  void both_languages_link_to_the_same_pages() {
    assertThat(links(ENGLISH).map(link -> link.replace("README.zh-CN.md", "README.md")))
        .containsExactlyElementsOf(links(CHINESE).toList());
  }

  @Test
  void ci_calls_the_test_command_of_the_readme() {
    assertThat(Project.text(Project.ROOT.resolve(".ci/run")))
        .containsPattern("(?m)^mvn( -[A-Za-z]+)* verify$");
  }

  @Test
  void every_link_of_the_documents_leads_to_a_file() {
    List<String> broken = new ArrayList<>();
    for (Path page : Project.pages()) {
      links(page)
          .filter(link -> !link.contains(":"))
          .filter(link -> !Files.exists(page.resolveSibling(link)))
          .forEach(link -> broken.add(Project.ROOT.relativize(page) + " -> " + link));
    }

    assertThat(Project.pages()).hasSizeGreaterThan(10);
    assertThat(broken).isEmpty();
  }

  @Test
  void every_anchor_of_a_link_is_a_heading_of_its_page() {
    List<String> broken = new ArrayList<>();
    int anchors = 0;
    for (Path page : Project.pages()) {
      for (MatchResult link : LINK.matcher(Project.text(page)).results().toList()) {
        String anchor = link.group(2);
        if (anchor == null || link.group(1).contains(":")) {
          continue;
        }
        anchors++;
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (headings(target).map(ReadmeTest::anchor).noneMatch(anchor::equals)) {
          broken.add(Project.ROOT.relativize(page) + " -> " + link.group(1) + "#" + anchor);
        }
      }
    }

    assertThat(anchors).isGreaterThan(20);
    assertThat(broken).isEmpty();
  }

  /// The anchor that is made of a heading: small letters, hyphens for spaces, no other signs.
  private static String anchor(String heading) {
    return heading
        .replaceAll("^#+ +", "")
        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }

  private static Stream<String> links(Path page) {
    return LINK.matcher(Project.text(page))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.isEmpty());
  }

  private static List<Integer> headingLevels(Path page) {
    return headings(page).map(line -> line.indexOf(' ')).toList();
  }

  private static Stream<String> headings(Path page) {
    boolean code = false;
    List<String> headings = new ArrayList<>();
    for (String line : Project.lines(page)) {
      if (line.startsWith("```")) {
        code = !code;
      } else if (!code && line.startsWith("#")) {
        headings.add(line);
      }
    }
    return headings.stream();
  }

  /// The code blocks of one language, each with its line ends.
  private static List<String> blocks(Path page, String language) {
    return Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$")
        .matcher(Project.text(page))
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
