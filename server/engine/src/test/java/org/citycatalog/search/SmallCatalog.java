package org.citycatalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.LocalText;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grants;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;

/// A catalog in a folder, with the search that follows it.
final class SmallCatalog implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final CatalogStore store;
  final CatalogFollower follower;
  final DatasetSearch search;

  SmallCatalog(Path folder) {
    store = JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
    follower = new CatalogFollower(store, folder.resolve("search"), SmallCatalog::themeLabel);
    follower.start();
    search = new DatasetSearch(follower, new Seal(new byte[32]));
  }

  private static Optional<LocalText> themeLabel(String code) {
    return code.equals("traffic")
        ? Optional.of(new LocalText("交通运输", "Transport"))
        : Optional.empty();
  }

  static Audience audience(Caller.Kind kind, @Nullable String provider) {
    return new Boundary(Grants.NONE, InstantSource.system(), new byte[32])
        .audience(caller(kind, provider));
  }

  static Caller caller(Caller.Kind kind, @Nullable String provider) {
    return new Caller(kind, "k", provider == null ? null : new ProviderNamespace(provider), null);
  }

  Dataset draft(Entries entry, Instant at) {
    String namespace = entry.entry().id().provider().value();
    if (store.provider(new ProviderNamespace(namespace)).isEmpty()) {
      assertThat(store.addProvider(Entries.provider(namespace))).isTrue();
    }
    return done(store.register(entry.entry(), "k", at));
  }

  Dataset publish(Entries entry, Instant at) {
    return move(draft(entry, at).id(), DatasetState.PUBLISHED, at);
  }

  SmallCatalog publish(Entries... entries) {
    for (Entries entry : entries) {
      publish(entry, Entries.MONDAY);
    }
    return this;
  }

  Dataset move(DatasetId id, DatasetState state, Instant at) {
    long revision = store.dataset(id).orElseThrow().revision();
    return done(store.moveTo(state, id, revision, "k", null, at));
  }

  Dataset edit(Entries entry, Instant at) {
    long revision = store.dataset(entry.entry().id()).orElseThrow().revision();
    return done(store.edit(entry.entry(), revision, "k", at));
  }

  private static Dataset done(CatalogStore.Write write) {
    assertThat(write).isInstanceOf(CatalogStore.Write.Done.class);
    return ((CatalogStore.Write.Done) write).dataset();
  }

  void follow() throws InterruptedException {
    Sequence last =
        store.datasets().stream()
            .map(Dataset::sequence)
            .max(Sequence::compareTo)
            .orElse(Sequence.START);
    assertThat(follower.awaitFollowed(last, PATIENCE)).as(follower.problem().toString()).isTrue();
  }

  SearchPage page(Audience audience, SearchRequest request) throws InterruptedException {
    follow();
    SearchAnswer answer = search.search(audience, request);
    assertThat(answer).isInstanceOf(SearchPage.class);
    return (SearchPage) answer;
  }

  SearchPage everyone(String q) throws InterruptedException {
    return page(audience(Caller.Kind.PUBLIC, null), SearchRequest.of(q));
  }

  List<String> ids(String q) throws InterruptedException {
    return ids(everyone(q));
  }

  static List<String> ids(SearchPage page) {
    return page.hits().stream().map(hit -> hit.id().value()).toList();
  }

  /// Every page, one after the other.
  List<SearchPage> pages(Audience audience, SearchRequest request) throws InterruptedException {
    List<SearchPage> pages = new ArrayList<>();
    SearchPage page = page(audience, request);
    pages.add(page);
    while (page.next() != null) {
      page = page(audience, request.withCursor(page.next()));
      pages.add(page);
    }
    return pages;
  }

  @Override
  public void close() {
    follower.close();
    store.close();
  }
}
