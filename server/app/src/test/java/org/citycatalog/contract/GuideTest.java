package org.citycatalog.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.citycatalog.catalog.Vocabularies;
import org.citycatalog.catalog.Vocabulary;
import org.junit.jupiter.api.Test;

class GuideTest {
  private static final Path GUIDE = Project.ROOT.resolve("docs/guide");
  private static final Path SETTINGS =
      Project.ROOT.resolve("server/app/src/main/java/org/citycatalog/app/wiring/Setting.java");

  /// A constant of the enumeration: name, what holds without it, what it does.
  private static final Pattern SETTING =
      Pattern.compile("\\b([A-Z_]+)\\(\\s*\"([^\"]*)\",\\s*\"([^\"]*)\"\\)");

  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// tag::(\\w+)\\[]\\n(.*?)\\n *// end::\\1\\[]$");

  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

  @Test
  void the_table_of_settings_is_the_list_of_settings() {
    List<String> expected =
        SETTING
            .matcher(Project.text(SETTINGS))
            .results()
            .map(
                each -> "| `%s` | %s | %s |".formatted(each.group(1), each.group(2), each.group(3)))
            .toList();

    List<String> table =
        Project.lines(GUIDE.resolve("settings.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(expected).isNotEmpty();
    assertThat(table).isEqualTo(expected);
  }

  @Test
  void the_java_of_the_sdks_page_is_the_tour_that_runs() {
    String tour =
        Project.text(
            Project.ROOT.resolve("examples/src/main/java/org/citycatalog/examples/SdkTour.java"));
    List<String> regions =
        REGION
            .matcher(tour)
            .results()
            .map(region -> region.group(2).stripIndent().strip() + "\n")
            .toList();

    List<String> blocks =
        JAVA.matcher(Project.text(GUIDE.resolve("sdk.md")))
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(regions).hasSizeGreaterThan(5);
    assertThat(blocks).isEqualTo(regions);
  }

  @Test
  void the_guide_names_every_vocabulary() {
    String page = Project.text(GUIDE.resolve("search.md"));

    assertThat(Vocabularies.fromClassPath().all())
        .extracting(Vocabulary::name)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
