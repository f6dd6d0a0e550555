package org.citycatalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.citycatalog.Seeds;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An answer is the one of a catalog that holds nothing but what the caller may know of.
class SearchTwinTest {
  private static final String[] WORDS = {
    "停车", "空气", "质量", "公交", "企业", "信用", "代码", "水质", "监测", "数据", "station", "parking", "air",
    "PM2.5", "景区", "客流"
  };
  private static final String[] PROVIDERS = {"transport", "env", "market"};

  @TempDir Path folder;

  static LongStream seeds() {
    return Seeds.few().limit(Long.getLong("seeds", 2)); // each fills six catalogs on disk
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_a_caller_may_not_know_of_changes_nothing(long seed) throws Exception {
    Random random = new Random(seed);
    for (Caller caller :
        List.of(
            Caller.ANONYMOUS,
            SmallCatalog.caller(Caller.Kind.RESEARCH, null),
            SmallCatalog.caller(Caller.Kind.DEPARTMENT, "env"))) {
      Path here = Files.createDirectories(folder.resolve(caller.kind().name()));
      try (SmallCatalog whole = new SmallCatalog(Files.createDirectory(here.resolve("whole")));
          SmallCatalog twin = new SmallCatalog(Files.createDirectory(here.resolve("twin")))) {
        List<Entries> entries = entries(random);
        fill(whole, entries, random);
        List<Dataset> known =
            new ArrayList<>(
                whole.store.datasets().stream()
                    .filter(dataset ->
                        new Boundary(Grants.NONE, InstantSource.system(), new byte[32])
                            .maySee(caller, dataset))
                    .toList());
        Collections.shuffle(known, random);
        for (Dataset dataset : known) {
          copy(dataset, entries, twin);
        }
        assertThat(known.size()).isBetween(3, entries.size() - 3);

        Audience audience =
            new Boundary(Grants.NONE, InstantSource.system(), new byte[32]).audience(caller);
        for (int i = 0; i < 40; i++) {
          SearchRequest request = request(random);
          assertThat(whole.pages(audience, request))
              .as(request.toString())
              .isEqualTo(twin.pages(audience, request));
        }
      }
    }
  }

  private static List<Entries> entries(Random random) {
    List<Entries> entries = new ArrayList<>();
    AccessClass[] classes = AccessClass.values();
    for (int i = 0; i < 40; i++) {
      String provider = PROVIDERS[random.nextInt(PROVIDERS.length)];
      entries.add(
          Entries.of(provider + ".e" + i, words(random, 3))
              .summary(words(random, 30))
              .keywords(words(random, 1), words(random, 2))
              .item("c" + random.nextInt(5), words(random, 2))
              .cycle(random.nextBoolean() ? "daily" : "monthly")
              .formats(random.nextBoolean() ? "csv" : "hidden" + i)
              .opening(classes[random.nextInt(3)])
              .sharing(classes[random.nextInt(3)]));
    }
    return entries;
  }

  private static String words(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(most); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextBoolean() ? " " : "");
    }
    return text.toString().strip();
  }

  /// A history of its own: drafts, edits, withdrawals, and index commits in between.
  private static void fill(SmallCatalog catalog, List<Entries> entries, Random random)
      throws Exception {
    for (Entries entry : entries) {
      DatasetId id = catalog.draft(entry, last(entry)).id();
      if (random.nextInt(4) == 0) {
        catalog.follow();
        catalog.edit(
            Entries.of(id.value(), words(random, 9)).summary(words(random, 60)), last(entry));
        catalog.follow();
        catalog.edit(entry, last(entry));
      }
      if (random.nextInt(5) > 0) {
        catalog.move(id, DatasetState.PUBLISHED, last(entry));
        if (random.nextInt(5) == 0) {
          catalog.follow();
          catalog.move(id, DatasetState.WITHDRAWN, last(entry));
        }
      }
    }
  }

  private static void copy(Dataset dataset, List<Entries> entries, SmallCatalog twin) {
    Entries entry =
        entries.stream()
            .filter(each -> each.entry().id().equals(dataset.id()))
            .findFirst()
            .orElseThrow();
    twin.draft(entry, dataset.modified());
    if (dataset.state() != DatasetState.DRAFT) {
      twin.move(dataset.id(), DatasetState.PUBLISHED, dataset.modified());
    }
    if (dataset.state() == DatasetState.WITHDRAWN) {
      twin.move(dataset.id(), DatasetState.WITHDRAWN, dataset.modified());
    }
  }

  private static Instant last(Entries entry) {
    return Entries.MONDAY.plusSeconds(Math.floorMod(entry.entry().id().value().hashCode(), 1000));
  }

  private static SearchRequest request(Random random) {
    SearchRequest.Sort[] sorts = SearchRequest.Sort.values();
    String q =
        random.nextInt(5) == 0
            ? null
            : random.nextInt(4) == 0 ? words(random, 8) + "?" : words(random, 2);
    SearchRequest.Sort sort = sorts[random.nextInt(sorts.length)];
    return new SearchRequest(
        q,
        List.of(),
        random.nextInt(4) == 0 ? List.of("env", "market") : List.of(),
        List.of(),
        List.of(),
        random.nextInt(5) == 0 ? List.of(AccessClass.UNCONDITIONAL) : List.of(),
        List.of(),
        q == null && sort == SearchRequest.Sort.RELEVANCE || random.nextInt(3) > 0 ? null : sort,
        1 + random.nextInt(10),
        null);
  }
}
