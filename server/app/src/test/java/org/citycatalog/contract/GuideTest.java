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
  void the_guide_names_every_vocabulary() {
    String page = Project.text(GUIDE.resolve("search.md"));

    assertThat(Vocabularies.fromClassPath().all())
        .extracting(Vocabulary::name)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }
}
