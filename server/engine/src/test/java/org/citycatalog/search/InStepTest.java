package org.citycatalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Seal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InStepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void a_search_shows_every_write_that_was_done_before_it() throws Exception {
    try (SmallCatalog city = new SmallCatalog(folder)) {
      Dataset dataset = city.publish(Entries.of("env.aa", "水质"), Entries.MONDAY);
      city.follow();

      for (int i = 0; i < 20; i++) {
        city.move(dataset.id(), DatasetState.WITHDRAWN, Entries.MONDAY);
        assertThat(search(city.search, "水质").total()).as("withdrawn, %d", i).isZero();

        city.move(dataset.id(), DatasetState.PUBLISHED, Entries.MONDAY);
        assertThat(search(city.search, "水质").total()).as("published, %d", i).isEqualTo(1);
      }
    }
  }

  @Test
  void an_index_that_cannot_follow_shows_nothing_that_was_withdrawn_narrowed_or_reworded()
      throws Exception {
    AtomicBoolean down = new AtomicBoolean();
    try (CatalogStore store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
        CatalogFollower follower =
            new CatalogFollower(
                withoutDatasets(store, down), folder.resolve("search"), code -> Optional.empty())) {
      store.addProvider(Entries.provider("env"));
      Dataset withdrawn = publish(store, Entries.of("env.aa", "河流 水质"));
      Dataset narrowed = publish(store, Entries.of("env.bb", "湖泊 水质"));
      Dataset reworded = publish(store, Entries.of("env.cc", "机密 水质"));
      Dataset stays = publish(store, Entries.of("env.dd", "水库 水质"));
      follower.start();
      assertThat(follower.awaitFollowed(stays.sequence(), PATIENCE)).isTrue();
      DatasetSearch search = new DatasetSearch(follower, new Seal(new byte[32]));
      SearchPage before = search(search, "水质");

      down.set(true);
      store.moveTo(
          DatasetState.WITHDRAWN, withdrawn.id(), withdrawn.revision(), "k", null, Entries.MONDAY);
      store.edit(
          Entries.of("env.bb", "湖泊 水质").opening(AccessClass.CONDITIONAL).entry(),
          narrowed.revision(),
          "k",
          Entries.MONDAY);
      Dataset last =
          ((CatalogStore.Write.Done)
                  store.edit(
                      Entries.of("env.cc", "公开 水质").entry(),
                      reworded.revision(),
                      "k",
                      Entries.MONDAY))
              .dataset();
      SearchPage stuck = search(search, "水质");

      assertThat(before.total()).isEqualTo(4);
      assertThat(SmallCatalog.ids(stuck)).containsExactly("env.dd");
      assertThat(stuck.total()).isEqualTo(1);
      assertThat(stuck.facets().get("provider")).containsExactly(new FacetCount("env", 1));
      assertThat(search(search, "机密").total()).isZero();

      down.set(false);
      assertThat(follower.awaitFollowed(last.sequence(), PATIENCE)).isTrue();
      assertThat(SmallCatalog.ids(search(search, "水质")))
          .containsExactlyInAnyOrder("env.cc", "env.dd");
    }
  }

  private static SearchPage search(DatasetSearch search, String q) {
    return (SearchPage)
        search.search(SmallCatalog.audience(Caller.Kind.PUBLIC, null), SearchRequest.of(q));
  }

  private static Dataset publish(CatalogStore store, Entries entry) {
    store.register(entry.entry(), "k", Entries.MONDAY);
    return ((CatalogStore.Write.Done)
            store.moveTo(DatasetState.PUBLISHED, entry.entry().id(), 1, "k", null, Entries.MONDAY))
        .dataset();
  }

  /// A store that lists its changes but, while it is down, cannot read datasets.
  private static CatalogStore withoutDatasets(CatalogStore store, AtomicBoolean down) {
    return (CatalogStore)
        Proxy.newProxyInstance(
            CatalogStore.class.getClassLoader(),
            new Class<?>[] {CatalogStore.class},
            (proxy, method, arguments) -> {
              if (down.get() && method.getName().equals("dataset")) {
                throw new UnavailableException(
                    "unavailable", "not now", new IOException("the disk is gone"));
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
