package org.citycatalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Seal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogFollowerTest {
  @TempDir Path folder;

  @Test
  void an_empty_catalog_is_searched_and_empty() throws Exception {
    try (SmallCatalog city = new SmallCatalog(folder)) {
      assertThat(city.everyone("停车").total()).isZero();
    }
  }

  @Test
  void a_write_is_searched_once_the_follower_has_passed_it() throws Exception {
    try (SmallCatalog city = new SmallCatalog(folder)) {
      Dataset dataset = city.publish(Entries.of("env.aa", "水质"), Entries.MONDAY);

      assertThat(city.follower.awaitFollowed(dataset.sequence(), Duration.ofSeconds(30))).isTrue();

      assertThat(city.follower.indexed(dataset)).isTrue();
      assertThat(city.follower.problem()).isEmpty();
      assertThat(city.ids("水质")).containsExactly("env.aa");
    }
  }

  @Test
  void a_change_that_never_comes_is_not_awaited_for_ever() throws Exception {
    try (SmallCatalog city = new SmallCatalog(folder)) {
      city.follow();

      assertThat(city.follower.awaitFollowed(new Sequence(99), Duration.ofMillis(50))).isFalse();
    }
  }

  @Test
  void after_a_restart_the_index_goes_on_where_it_was() throws Exception {
    try (SmallCatalog city = new SmallCatalog(folder)) {
      city.publish(Entries.of("env.aa", "水质"));
      city.follow();
    }
    try (var store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"))) {
      var entry = Entries.of("env.bb", "水质").entry();
      store.register(entry, "k", Entries.MONDAY);
      store.moveTo(
          org.citycatalog.catalog.DatasetState.PUBLISHED, entry.id(), 1, "k", null, Entries.MONDAY);
    }
    List<Path> before = files();

    try (SmallCatalog city = new SmallCatalog(folder)) {
      assertThat(city.ids("水质")).containsExactly("env.aa", "env.bb");
      assertThat(files())
          .as("segments are kept")
          .containsAll(before.stream().filter(f -> f.toString().endsWith(".cfs")).toList());
    }
  }

  @Test
  void a_damaged_index_is_built_anew() throws Exception {
    for (String damage : List.of("cut", "flipped", "gone", "garbage", "commit gone")) {
      Path here = Files.createDirectory(folder.resolve(damage.replace(' ', '-')));
      try (SmallCatalog city = new SmallCatalog(here)) {
        city.publish(Entries.of("env.aa", "水质").summary("说明"));
        city.follow();
      }
      damage(here.resolve("search"), damage);

      try (SmallCatalog city = new SmallCatalog(here)) {
        assertThat(city.ids("水质")).as(damage).containsExactly("env.aa");
        assertThat(city.follower.problem()).isEmpty();
      }
    }
  }

  private static void damage(Path index, String how) throws IOException {
    try (Stream<Path> files = Files.list(index)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.equals("write.lock")) {
          continue;
        }
        byte[] bytes = Files.readAllBytes(file);
        boolean data = name.endsWith(".cfs");
        switch (how) {
          case "cut" ->
              Files.write(file, data ? java.util.Arrays.copyOf(bytes, bytes.length / 2) : bytes);
          case "flipped" -> {
            bytes[bytes.length / 2] = (byte) (bytes[bytes.length / 2] ^ (data ? 1 : 0));
            Files.write(file, bytes);
          }
          case "gone" -> Files.deleteIfExists(data ? file : index.resolve("none"));
          case "garbage" -> Files.writeString(file, "没有索引");
          default ->
              Files.deleteIfExists(name.startsWith("segments") ? file : index.resolve("none"));
        }
      }
    }
  }

  @Test
  void an_index_of_another_catalog_is_built_anew() throws Exception {
    try (SmallCatalog city = new SmallCatalog(folder)) {
      city.publish(Entries.of("env.aa", "水质"), Entries.of("env.bb", "水质"));
      city.follow();
    }
    for (String file : List.of("catalog.db", "catalog.db-wal", "catalog.db-shm")) {
      Files.deleteIfExists(folder.resolve(file)); // as if an older backup were put in place
    }

    try (SmallCatalog city = new SmallCatalog(folder)) {
      city.publish(Entries.of("env.cc", "水质"));

      assertThat(city.ids("水质")).containsExactly("env.cc");
    }
  }

  @Test
  void before_the_index_has_caught_up_a_search_says_so() {
    try (var store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
        CatalogFollower follower =
            new CatalogFollower(store, folder.resolve("search"), code -> Optional.empty())) {
      DatasetSearch search = new DatasetSearch(follower, new Seal(new byte[32]));

      SearchAnswer answer =
          search.search(SmallCatalog.audience(Caller.Kind.PUBLIC, null), SearchRequest.of("水质"));

      assertThat(answer).isEqualTo(new SearchAnswer.NotReady());
      assertThat(follower.isReady()).isFalse();
    }
  }

  @Test
  void a_folder_that_cannot_be_one_is_a_problem_that_is_shown_and_mended_later() throws Exception {
    Files.writeString(folder.resolve("search"), "a file where a folder should be");
    try (SmallCatalog city = new SmallCatalog(folder)) {
      assertThat(city.follower.awaitFollowed(Sequence.START, Duration.ofMillis(500))).isFalse();
      assertThat(city.follower.problem()).isPresent();

      Files.delete(folder.resolve("search"));
      city.follow();

      assertThat(city.follower.problem()).isEmpty();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("search"))) {
      return files.toList();
    }
  }
}
