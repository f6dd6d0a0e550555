package org.citycatalog.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.citycatalog.catalog.CatalogChange.Kind;
import org.citycatalog.catalog.CatalogStore.Proposal;
import org.citycatalog.catalog.CatalogStore.Write;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// What every store of the catalog must do.
public interface CatalogStoreContract {
  Instant NOON = Instant.parse("2026-11-23T04:00:00.123456789Z");
  DatasetId PARKING = new DatasetId("transport.parking");

  /// The store of this test, empty at first.
  CatalogStore store();

  /// Closes the store of this test and opens what it kept.
  CatalogStore reopened();

  @Test
  default void a_registered_entry_is_found_as_it_was_written() {
    Dataset dataset = register("transport.parking");

    assertThat(store().dataset(PARKING)).contains(dataset);
    assertThat(dataset.entry()).isEqualTo(SampleEntries.entry("transport.parking"));
    assertThat(dataset.provider()).isEqualTo(SampleEntries.TRANSPORT);
    assertThat(dataset.state()).isEqualTo(DatasetState.DRAFT);
    assertThat(dataset.revision()).isEqualTo(1);
    assertThat(dataset.registered()).isEqualTo(NOON);
    assertThat(dataset.version()).isNull();
  }

  @Test
  default void reopening_keeps_everything() {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);
    store().commitVersion(version(PARKING, 1, "a"), loaded(load, 1), null);
    store().moveTo(DatasetState.PUBLISHED, PARKING, 1, "k1", null, NOON.plusSeconds(2));
    store().addKey(key("k1", "aa"), "op");
    Dataset before = store().dataset(PARKING).orElseThrow();
    List<CatalogChange> changes = store().changesAfter(Sequence.START, 100);
    List<Revision> revisions = store().revisions(PARKING);

    CatalogStore reopened = reopened();

    assertThat(reopened.dataset(PARKING)).contains(before);
    assertThat(reopened.datasets()).containsExactly(before);
    assertThat(reopened.providers()).containsExactly(SampleEntries.TRANSPORT);
    assertThat(reopened.changesAfter(Sequence.START, 100)).isEqualTo(changes).hasSize(3);
    assertThat(reopened.revisions(PARKING)).isEqualTo(revisions).hasSize(2);
    assertThat(reopened.version(PARKING, 1)).contains(version(PARKING, 1, "a"));
    assertThat(reopened.load("a")).contains(loaded(load, 1));
    assertThat(reopened.keyByHash("aa")).contains(key("k1", "aa"));
    assertThat(edited(PARKING, 2).dataset().sequence()).isEqualTo(new Sequence(4));
  }

  @Test
  default void a_provider_is_added_once_by_namespace_and_by_code() {
    assertThat(store().addProvider(SampleEntries.TRANSPORT)).isTrue();
    assertThat(store().addProvider(SampleEntries.TRANSPORT)).isFalse();

    Provider sameCode =
        new Provider(
            new ProviderNamespace("traffic"),
            SampleEntries.TRANSPORT.code(),
            LocalText.of("交通"),
            null,
            null);

    assertThat(store().addProvider(sameCode)).isFalse();
    assertThat(store().provider(new ProviderNamespace("traffic"))).isEmpty();
    assertThat(store().addProvider(SampleEntries.ECOLOGY)).isTrue();
    assertThat(store().providers()).containsExactly(SampleEntries.ECOLOGY, SampleEntries.TRANSPORT);
  }

  @Test
  default void a_provider_that_was_asked_for_too_early_is_found_when_it_is_there() {
    assertThat(store().provider(SampleEntries.TRANSPORT.namespace())).isEmpty();

    store().addProvider(SampleEntries.TRANSPORT);

    assertThat(store().provider(SampleEntries.TRANSPORT.namespace()))
        .contains(SampleEntries.TRANSPORT);
  }

  @Test
  default void an_entry_without_its_provider_is_not_registered() {
    assertThat(store().register(SampleEntries.entry("nobody.parking"), "k1", NOON))
        .isEqualTo(new Write.Absent());
    assertThat(store().changesAfter(Sequence.START, 10)).isEmpty();
  }

  @Test
  default void an_id_that_is_taken_stays_whose_it_is() {
    Dataset first = register("transport.parking");

    Write second = store().register(SampleEntries.entry("transport.parking"), "k2", NOON);

    assertThat(second).isEqualTo(new Write.Taken());
    assertThat(store().dataset(PARKING)).contains(first);
    assertThat(store().changesAfter(Sequence.START, 10)).hasSize(1);
  }

  @Test
  default void datasets_come_by_id_in_the_order_of_their_bytes() {
    List<String> ids = List.of("transport.a-b", "transport.a0", "transport.ab", "transport.ba");
    for (String id : List.of("transport.ba", "transport.ab", "transport.a0", "transport.a-b")) {
      register(id);
    }

    assertThat(store().datasets()).extracting(each -> each.id().value()).isEqualTo(ids);
  }

  @Test
  default void an_edit_makes_a_revision_and_keeps_the_one_before() {
    Dataset first = register("transport.parking");
    Entry changed = first.entry().withSchema(TableSchema.EMPTY);

    Write write = store().edit(changed, 1, "k2", NOON.plusSeconds(1));

    Dataset now = done(write);
    assertThat(now.revision()).isEqualTo(2);
    assertThat(now.modified()).isEqualTo(NOON.plusSeconds(1));
    assertThat(now.registered()).isEqualTo(NOON);
    assertThat(store().dataset(PARKING)).contains(now);
    assertThat(store().revisions(PARKING))
        .containsExactly(
            new Revision(first.entry(), 1, DatasetState.DRAFT, NOON, "k1", null),
            new Revision(changed, 2, DatasetState.DRAFT, NOON.plusSeconds(1), "k2", null));
  }

  @Test
  default void changes_of_one_provider_are_counted_without_those_of_others() {
    register("transport.parking");
    store().addProvider(SampleEntries.ECOLOGY);
    String other = SampleEntries.ECOLOGY.namespace() + ".air";
    store().register(SampleEntries.entry(other), "k2", NOON);
    edited(PARKING, 1);

    List<CatalogChange> changes = store().changesOf(PARKING.provider(), Sequence.START, 10);

    assertThat(changes).extracting(change -> change.sequence().value()).containsExactly(1L, 2L);
    assertThat(changes).allMatch(change -> change.dataset().equals(PARKING));
    assertThat(store().changesOf(PARKING.provider(), new Sequence(1), 10))
        .containsExactly(changes.get(1));
    assertThat(store().changesOf(SampleEntries.ECOLOGY.namespace(), Sequence.START, 10)).hasSize(1);
    assertThat(store().changesOf(PARKING.provider(), Sequence.START, 1)).hasSize(1);
  }

  @Test
  default void an_edit_of_an_older_revision_changes_nothing_and_says_so() {
    register("transport.parking");
    Dataset now = edited(PARKING, 1).dataset();

    Write late = store().edit(SampleEntries.entry("transport.parking"), 1, "k2", NOON);

    assertThat(late).isEqualTo(new Write.Stale(2));
    assertThat(store().edit(now.entry(), 3, "k2", NOON)).isEqualTo(new Write.Stale(2));
    assertThat(store().dataset(PARKING)).contains(now);
    assertThat(store().changesAfter(Sequence.START, 10)).hasSize(2);
  }

  @Test
  default void what_is_not_there_is_neither_edited_nor_moved() {
    store().addProvider(SampleEntries.TRANSPORT);

    assertThat(store().edit(SampleEntries.entry("transport.parking"), 1, "k", NOON))
        .isEqualTo(new Write.Absent());
    assertThat(store().moveTo(DatasetState.PUBLISHED, PARKING, 1, "k", null, NOON))
        .isEqualTo(new Write.Absent());
    assertThat(store().dataset(PARKING)).isEmpty();
    assertThat(store().revisions(PARKING)).isEmpty();
    assertThat(store().versions(PARKING)).isEmpty();
    assertThat(store().loads(PARKING)).isEmpty();
  }

  @Test
  default void publishing_and_withdrawing_are_revisions_with_their_reason() {
    register("transport.parking");

    done(store().moveTo(DatasetState.PUBLISHED, PARKING, 1, "k1", null, NOON));
    Dataset withdrawn =
        done(store().moveTo(DatasetState.WITHDRAWN, PARKING, 2, "k2", "数据有误：'; --\n", NOON));

    assertThat(withdrawn.state()).isEqualTo(DatasetState.WITHDRAWN);
    assertThat(withdrawn.revision()).isEqualTo(3);
    assertThat(store().revisions(PARKING).getLast().note()).isEqualTo("数据有误：'; --\n");
    assertThat(store().changesAfter(Sequence.START, 10))
        .extracting(CatalogChange::kind)
        .containsExactly(Kind.REGISTERED, Kind.PUBLISHED, Kind.WITHDRAWN);
  }

  @Test
  default void an_edit_keeps_the_state() {
    register("transport.parking");
    store().moveTo(DatasetState.PUBLISHED, PARKING, 1, "k1", null, NOON);

    assertThat(edited(PARKING, 2).dataset().state()).isEqualTo(DatasetState.PUBLISHED);
  }

  @Test
  default void changes_are_given_in_order_after_a_sequence_and_up_to_a_limit() {
    for (int i = 0; i < 5; i++) {
      register("transport.d" + i);
    }

    List<CatalogChange> firstTwo = store().changesAfter(Sequence.START, 2);
    List<CatalogChange> rest = store().changesAfter(firstTwo.getLast().sequence(), 100);

    assertThat(firstTwo).extracting(each -> each.sequence().value()).containsExactly(1L, 2L);
    assertThat(rest).extracting(each -> each.sequence().value()).containsExactly(3L, 4L, 5L);
    assertThat(rest.getLast())
        .isEqualTo(
            new CatalogChange(
                new Sequence(5), new DatasetId("transport.d4"), Kind.REGISTERED, 1, null, NOON));
    assertThat(store().changesAfter(new Sequence(5), 100)).isEmpty();
  }

  @Test
  default void a_dataset_knows_the_change_that_made_its_revision() {
    register("transport.other");
    register("transport.parking");

    assertThat(edited(PARKING, 1).dataset().sequence()).isEqualTo(new Sequence(3));
    assertThat(store().changesAfter(new Sequence(2), 1))
        .extracting(CatalogChange::kind)
        .containsExactly(Kind.EDITED);
  }

  @Test
  default void a_committed_version_is_what_readers_get() {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);

    CatalogChange change =
        store().commitVersion(version(PARKING, 1, "a"), loaded(load, 1), null).orElseThrow();

    assertThat(change)
        .isEqualTo(
            new CatalogChange(new Sequence(2), PARKING, Kind.LOADED, 1, 1L, NOON.plusSeconds(9)));
    assertThat(store().dataset(PARKING).orElseThrow().version())
        .isEqualTo(version(PARKING, 1, "a"));
    assertThat(store().dataset(PARKING).orElseThrow().revision()).isEqualTo(1);
    assertThat(store().load("a")).contains(loaded(load, 1));
    assertThat(store().changesAfter(new Sequence(1), 10)).containsExactly(change);
  }

  @Test
  default void versions_come_newest_first_and_the_newest_is_read() {
    register("transport.parking");
    for (int number = 1; number <= 3; number++) {
      Load load = running("transport.parking", "load" + number);
      store().addLoad(load);
      store().commitVersion(version(PARKING, number, load.id()), loaded(load, number), null);
    }

    assertThat(store().versions(PARKING))
        .extracting(DatasetVersion::number)
        .containsExactly(3L, 2L, 1L);
    assertThat(store().dataset(PARKING).orElseThrow().version())
        .isEqualTo(version(PARKING, 3, "load3"));
    assertThat(store().version(PARKING, 2)).contains(version(PARKING, 2, "load2"));
    assertThat(store().version(PARKING, 4)).isEmpty();
  }

  @Test
  default void a_destroyed_version_leaves_a_tombstone_and_its_number_is_not_given_again() {
    register("transport.parking");
    for (int number = 1; number <= 2; number++) {
      Load load = running("transport.parking", "load" + number).withProposal("{\"秘\": 1}");
      store().addLoad(load);
      store().commitVersion(version(PARKING, number, load.id()), loaded(load, number), null);
    }

    boolean destroyed = store().destroyVersions(PARKING, List.of(2L, 7L), "p1", "k2", NOON);

    assertThat(destroyed).isTrue();
    assertThat(store().version(PARKING, 2)).isEmpty();
    assertThat(store().dataset(PARKING).orElseThrow().version())
        .isEqualTo(version(PARKING, 1, "load1"));
    DatasetVersion gone = version(PARKING, 2, "load2");
    assertThat(store().tombstone(PARKING, 2))
        .contains(new Tombstone(PARKING, 2, "load2", gone.loaded(), gone.schema(), "p1", NOON));
    assertThat(store().tombstone(PARKING, 1)).isEmpty();
    assertThat(store().nextVersion(PARKING)).isEqualTo(3);
    Load left = store().load("load2").orElseThrow();
    assertThat(left.proposal()).isNull();
    assertThat(left.source()).isNull();
    assertThat(left.version()).isEqualTo(2);
    assertThat(store().load("load1").orElseThrow().source()).isNotNull();
    assertThat(store().changesAfter(new Sequence(3), 10))
        .extracting(CatalogChange::kind, CatalogChange::version)
        .containsExactly(tuple(Kind.PURGED, 2L));
    store().shred();
    assertThat(store().destroyVersions(PARKING, List.of(2L), "p1", "k2", NOON)).isFalse();
    assertThat(reopened().tombstone(PARKING, 2)).isPresent();
  }

  @Test
  default void a_destroyed_key_is_not_found_any_more() {
    store().addKey(key("k1", "aa"), "op");
    assertThat(store().keyByHash("aa")).isPresent();

    assertThat(store().destroyKey("k1")).isTrue();

    assertThat(store().keyByHash("aa")).isEmpty();
    assertThat(store().keys()).isEmpty();
    assertThat(store().destroyKey("k1")).isFalse();
  }

  @Test
  default void a_number_that_is_not_the_next_is_not_committed_and_the_load_stays_open() {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);

    assertThat(store().commitVersion(version(PARKING, 2, "a"), loaded(load, 2), null)).isEmpty();
    assertThat(store().load("a")).contains(load);
    assertThat(store().versions(PARKING)).isEmpty();
    assertThat(store().changesAfter(new Sequence(1), 10)).isEmpty();
  }

  @Test
  default void a_cancelled_load_cannot_be_committed() {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);
    store().updateLoad(ended(load, Load.State.CANCELLED));

    assertThat(store().commitVersion(version(PARKING, 1, "a"), loaded(load, 1), null)).isEmpty();
    assertThat(store().load("a")).contains(ended(load, Load.State.CANCELLED));
    assertThat(store().versions(PARKING)).isEmpty();
    assertThat(store().dataset(PARKING).orElseThrow().version()).isNull();
  }

  @Test
  default void a_load_that_was_never_added_cannot_be_committed() {
    register("transport.parking");
    Load load = running("transport.parking", "ghost");

    assertThat(store().commitVersion(version(PARKING, 1, "ghost"), loaded(load, 1), null))
        .isEmpty();
    assertThat(store().versions(PARKING)).isEmpty();
  }

  @Test
  default void a_version_needs_its_own_load() {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);

    assertThatThrownBy(() -> store().commitVersion(version(PARKING, 1, "b"), loaded(load, 1), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().commitVersion(version(PARKING, 1, "a"), load, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void an_adopted_schema_is_a_new_revision_in_the_same_step() {
    store().addProvider(SampleEntries.TRANSPORT);
    Entry bare = SampleEntries.entry("transport.parking").withSchema(TableSchema.EMPTY);
    done(store().register(bare, "k1", NOON));
    Load load = running("transport.parking", "a");
    store().addLoad(load);
    TableSchema adopted = version(PARKING, 1, "a").schema();

    CatalogChange change =
        store().commitVersion(version(PARKING, 1, "a"), loaded(load, 1), adopted).orElseThrow();

    Dataset now = store().dataset(PARKING).orElseThrow();
    assertThat(change.revision()).isEqualTo(2);
    assertThat(now.revision()).isEqualTo(2);
    assertThat(now.sequence()).isEqualTo(change.sequence());
    assertThat(now.entry().schema()).isEqualTo(adopted);
    assertThat(store().revisions(PARKING).getLast().entry().schema()).isEqualTo(adopted);
  }

  @Test
  default void a_schema_that_a_steward_has_declared_meanwhile_is_not_overruled() {
    Dataset declared = register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);
    TableSchema adopted = version(PARKING, 1, "a").schema();

    assertThat(store().commitVersion(version(PARKING, 1, "a"), loaded(load, 1), adopted))
        .isPresent();
    assertThat(store().dataset(PARKING).orElseThrow().entry()).isEqualTo(declared.entry());
    assertThat(store().dataset(PARKING).orElseThrow().revision()).isEqualTo(1);
  }

  @Test
  default void a_final_load_stays_as_it_is() {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);

    assertThat(store().updateLoad(ended(load, Load.State.REFUSED))).isTrue();
    assertThat(store().updateLoad(load)).isFalse();
    assertThat(store().updateLoad(ended(load, Load.State.FAILED))).isFalse();
    assertThat(store().load("a")).contains(ended(load, Load.State.REFUSED));
  }

  @Test
  default void a_load_of_no_dataset_is_a_broken_promise() {
    assertThatThrownBy(() -> store().addLoad(running("transport.parking", "a")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void loads_come_newest_first_and_open_ones_can_be_asked_for() {
    register("transport.parking");
    register("transport.bus");
    Load first = running("transport.parking", "zz");
    Load second = running("transport.parking", "aa", NOON.plusNanos(1));
    Load third = running("transport.bus", "mm", NOON.minusSeconds(1));
    List.of(first, second, third).forEach(store()::addLoad);
    store().updateLoad(ended(first, Load.State.FAILED));

    assertThat(store().loads(PARKING)).extracting(Load::id).containsExactly("aa", "zz");
    assertThat(store().openLoads()).containsExactly(third, second);
    assertThat(store().load("nobody")).isEmpty();
  }

  @Test
  default void a_load_keeps_any_text_that_a_file_can_hold() {
    register("transport.parking");
    Load load =
        new Load(
            "a",
            PARKING,
            Load.State.RUNNING,
            NOON,
            null,
            "k1",
            true,
            "{\"a\":\"\\u0000\"}",
            null,
            new Load.Report(Long.MAX_VALUE, 1, 1, 0, 0),
            null,
            "file-damaged",
            "第\u0000行 😀 '\"",
            "{}");

    store().addLoad(load);

    assertThat(store().load("a")).contains(load);
  }

  @Test
  default void a_key_is_found_by_its_hash_until_and_after_it_is_revoked() {
    store().addKey(key("k1", "aa"), "op");
    assertThat(store().keyByHash("aa")).contains(key("k1", "aa"));

    assertThat(store().revokeKey("k1", NOON.plusSeconds(5), "op")).isTrue();
    assertThat(store().revokeKey("k1", NOON.plusSeconds(6), "op")).isFalse();
    assertThat(store().revokeKey("k2", NOON, "op")).isFalse();

    assertThat(store().keyByHash("aa").orElseThrow().revoked()).isEqualTo(NOON.plusSeconds(5));
    assertThat(store().keys()).extracting(StoredKey::id).containsExactly("k1");
    assertThat(store().keyByHash("bb")).isEmpty();
  }

  @Test
  default void what_narrows_a_key_is_kept() {
    StoredKey narrow =
        new StoredKey(
            "k1",
            "k0",
            "aa",
            "运输局",
            "department",
            null,
            null,
            new StoredKey.Scope(
                new DivisionCode("341002"), Level.G2, List.of("statistics", "health")),
            NOON,
            null,
            null,
            NOON.plusSeconds(60),
            null,
            null);

    store().addKey(narrow, "op");

    assertThat(store().keys()).containsExactly(narrow);
  }

  @Test
  default void a_key_is_followed_by_one_other_at_most() throws Exception {
    store().addKey(key("k1", "aa"), "op");
    store().keyByHash("aa");
    StoredKey one = key("k2", "bb");
    StoredKey other = key("k3", "cc");

    List<Boolean> done =
        together(
            () -> store().rotateKey("k1", one, NOON.plusSeconds(9), "op"),
            () -> store().rotateKey("k1", other, NOON.plusSeconds(9), "op"));

    assertThat(done).containsExactlyInAnyOrder(true, false);
    StoredKey before = store().keyByHash("aa").orElseThrow();
    assertThat(before.expires()).isEqualTo(NOON.plusSeconds(9));
    assertThat(before.successor()).isIn("k2", "k3");
    assertThat(store().keys()).extracting(StoredKey::id).containsExactly("k1", before.successor());
    assertThat(store().rotateKey("nobody", key("k4", "dd"), NOON, "op")).isFalse();
    assertThat(store().keyByHash("dd")).isEmpty();
  }

  @Test
  default void last_uses_are_kept_together() {
    store().addKey(key("k1", "aa"), "op");
    store().addKey(key("k2", "bb"), "op");

    store().keysUsed(Map.of("k1", NOON, "k2", NOON.plusSeconds(60)));

    assertThat(store().keys())
        .extracting(StoredKey::lastUsed)
        .containsExactly(NOON, NOON.plusSeconds(60));
  }

  @Test
  default void two_keys_never_share_a_hash() {
    store().addKey(key("k1", "aa"), "op");

    assertThatThrownBy(() -> store().addKey(key("k2", "aa"), "op"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(store().keys()).hasSize(1);
  }

  @RepeatedTest(5)
  default void of_two_edits_that_race_one_wins_and_the_other_is_told() throws Exception {
    register("transport.parking");
    Entry entry = SampleEntries.entry("transport.parking");

    List<Write> writes =
        together(
            () -> store().edit(entry.withSchema(TableSchema.EMPTY), 1, "k1", NOON),
            () -> store().edit(entry, 1, "k2", NOON));

    assertThat(writes).filteredOn(Write.Done.class::isInstance).hasSize(1);
    assertThat(writes).filteredOn(new Write.Stale(2)::equals).hasSize(1);
    assertThat(store().revisions(PARKING)).hasSize(2);
    assertThat(store().revisions(PARKING).getLast().entry())
        .isEqualTo(store().dataset(PARKING).orElseThrow().entry());
  }

  @RepeatedTest(5)
  default void of_two_versions_that_race_for_a_number_one_wins() throws Exception {
    register("transport.parking");
    Load one = running("transport.parking", "one");
    Load two = running("transport.parking", "two");
    store().addLoad(one);
    store().addLoad(two);

    List<Boolean> committed =
        together(
            () ->
                store().commitVersion(version(PARKING, 1, "one"), loaded(one, 1), null).isPresent(),
            () ->
                store()
                    .commitVersion(version(PARKING, 1, "two"), loaded(two, 1), null)
                    .isPresent());

    assertThat(committed).containsExactlyInAnyOrder(true, false);
    assertThat(store().versions(PARKING)).hasSize(1);
    assertThat(store().openLoads())
        .extracting(Load::id)
        .containsExactly(store().versions(PARKING).getFirst().load().equals("one") ? "two" : "one");
  }

  @RepeatedTest(10)
  default void of_cancel_and_commit_exactly_one_happens() throws Exception {
    register("transport.parking");
    Load load = running("transport.parking", "a");
    store().addLoad(load);

    List<Boolean> happened =
        together(
            () -> store().updateLoad(ended(load, Load.State.CANCELLED)),
            () ->
                store().commitVersion(version(PARKING, 1, "a"), loaded(load, 1), null).isPresent());

    boolean cancelled = happened.getFirst();
    assertThat(happened.getLast()).isEqualTo(!cancelled);
    assertThat(store().load("a").orElseThrow().state())
        .isEqualTo(cancelled ? Load.State.CANCELLED : Load.State.LOADED);
    assertThat(store().versions(PARKING)).hasSize(cancelled ? 0 : 1);
    assertThat(store().dataset(PARKING).orElseThrow().version() == null).isEqualTo(cancelled);
  }

  @Test
  default void a_proposed_change_changes_nothing_until_it_is_approved_and_then_in_one_step() {
    Dataset dataset = register("transport.parking");
    Entry next = SampleEntries.entry("transport.parking").withSchema(TableSchema.EMPTY);

    ProposedChange change = proposed(edit(dataset, next, "k1"));

    assertThat(change.number()).isEqualTo(1);
    assertThat(store().dataset(PARKING)).contains(dataset);
    assertThat(store().proposedChanges(PARKING)).containsExactly(change);

    Proposal approved = store().decide(PARKING, 1, decision(ProposedChange.Outcome.APPROVED, "k2"));

    Dataset now = store().dataset(PARKING).orElseThrow();
    assertThat(now.entry()).isEqualTo(next);
    assertThat(now.revision()).isEqualTo(2);
    assertThat(approved)
        .isEqualTo(
            new Proposal.Kept(
                change.decided(decision(ProposedChange.Outcome.APPROVED, "k2")), now));
    assertThat(store().revisions(PARKING).getLast().by()).isEqualTo("k1");
    assertThat(store().revisions(PARKING).getLast().note()).isEqualTo("更正");
    assertThat(reopened().proposedChanges(PARKING).getFirst().decision())
        .isEqualTo(decision(ProposedChange.Outcome.APPROVED, "k2"));
  }

  @Test
  default void what_is_refused_or_taken_back_changes_nothing_and_is_decided() {
    Dataset dataset = register("transport.parking");
    for (ProposedChange.Outcome outcome :
        List.of(ProposedChange.Outcome.REFUSED, ProposedChange.Outcome.TAKEN_BACK)) {
      ProposedChange change = proposed(edit(dataset, dataset.entry(), "k1"));

      assertThat(store().decide(PARKING, change.number(), decision(outcome, "k2")))
          .isInstanceOf(Proposal.Kept.class);

      assertThat(
              store()
                  .decide(
                      PARKING, change.number(), decision(ProposedChange.Outcome.APPROVED, "k2")))
          .isEqualTo(new Proposal.Decided(outcome));
    }
    assertThat(store().dataset(PARKING)).contains(dataset);
    assertThat(store().proposedChanges(PARKING))
        .extracting(ProposedChange::number)
        .containsExactly(2L, 1L);
  }

  @Test
  default void a_change_of_a_revision_that_is_left_behind_is_neither_proposed_nor_approved() {
    Dataset dataset = register("transport.parking");
    proposed(edit(dataset, dataset.entry(), "k1"));
    edited(PARKING, 1);

    assertThat(store().decide(PARKING, 1, decision(ProposedChange.Outcome.APPROVED, "k2")))
        .isEqualTo(new Proposal.Stale(2));
    assertThat(store().propose(edit(dataset, dataset.entry(), "k1")))
        .isEqualTo(new Proposal.Stale(2));
    assertThat(store().proposedChanges(PARKING)).singleElement().matches(ProposedChange::isOpen);
    assertThat(store().decide(PARKING, 1, decision(ProposedChange.Outcome.REFUSED, "k2")))
        .isInstanceOf(Proposal.Kept.class);
    assertThat(store().decide(PARKING, 7, decision(ProposedChange.Outcome.REFUSED, "k2")))
        .isEqualTo(new Proposal.Absent());
  }

  @Test
  default void a_withdrawal_that_is_in_effect_happens_when_it_is_proposed_and_once() {
    Dataset dataset = register("transport.parking");
    store().moveTo(DatasetState.PUBLISHED, PARKING, 1, "k1", null, NOON);
    Dataset published = store().dataset(PARKING).orElseThrow();

    proposed(
        ProposedChange.of(
            ProposedChange.Kind.WITHDRAWAL,
            published,
            dataset.entry(),
            true,
            "k1",
            "k1",
            NOON,
            "数据有误"));

    assertThat(store().dataset(PARKING).orElseThrow().state()).isEqualTo(DatasetState.WITHDRAWN);
    assertThat(store().decide(PARKING, 1, decision(ProposedChange.Outcome.APPROVED, "k2")))
        .isInstanceOf(Proposal.Kept.class);
    assertThat(store().dataset(PARKING).orElseThrow().revision()).isEqualTo(3);
  }

  @RepeatedTest(5)
  default void of_two_second_persons_that_race_one_decides_and_the_other_is_told()
      throws Exception {
    Dataset dataset = register("transport.parking");
    proposed(edit(dataset, dataset.entry(), "k1"));

    List<Proposal> outcomes =
        together(
            () -> store().decide(PARKING, 1, decision(ProposedChange.Outcome.APPROVED, "k2")),
            () -> store().decide(PARKING, 1, decision(ProposedChange.Outcome.REFUSED, "k3")));

    assertThat(outcomes).filteredOn(Proposal.Kept.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(Proposal.Decided.class::isInstance).hasSize(1);
  }

  private static ProposedChange edit(Dataset dataset, Entry entry, String by) {
    return ProposedChange.of(
        ProposedChange.Kind.EDIT,
        dataset,
        entry,
        false,
        by,
        by + "-first",
        NOON.plusSeconds(1),
        "更正");
  }

  private static ProposedChange.Decision decision(ProposedChange.Outcome outcome, String by) {
    return new ProposedChange.Decision(outcome, by, NOON.plusSeconds(2), "核对过");
  }

  private ProposedChange proposed(ProposedChange change) {
    return switch (store().propose(change)) {
      case Proposal.Kept(ProposedChange kept, Dataset now) -> kept;
      case Proposal other -> throw new AssertionError("not proposed: " + other);
    };
  }

  @Test
  default void a_reader_of_the_changes_misses_none_while_eight_write() throws Exception {
    store().addProvider(SampleEntries.TRANSPORT);
    int each = 15;
    AtomicBoolean writing = new AtomicBoolean(true);
    List<Long> seen = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(9)) {
      Future<?> follower =
          threads.submit(() -> {
            boolean last = false;
            while (!last) {
              last = !writing.get();
              long after = seen.isEmpty() ? 0 : seen.getLast();
              store()
                  .changesAfter(new Sequence(after), 1000)
                  .forEach(change -> seen.add(change.sequence().value()));
            }
          });
      List<Future<?>> writers =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(
                  w -> threads.submit(() -> registerMany("transport.w" + w + "x", each)))
              .toList();
      try {
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        writing.set(false);
      }
      follower.get();
    }

    assertThat(seen)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 8L * each).boxed().toList());
    assertThat(store().datasets()).hasSize(8 * each);
  }

  @Test
  default void a_reader_never_sees_a_value_older_than_one_that_was_acknowledged() throws Exception {
    register("transport.parking");
    AtomicBoolean writing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<Long>> readers =
          IntStream.range(0, 2).mapToObj(i -> threads.submit(() -> newestWhile(writing))).toList();
      try {
        for (int revision = 1; revision <= 60; revision++) {
          edited(PARKING, revision);
          assertThat(store().dataset(PARKING).orElseThrow().revision()).isEqualTo(revision + 1);
        }
      } finally {
        writing.set(false);
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isEqualTo(61);
      }
    }
  }

  @Test
  default void it_says_whether_it_can_be_reached() {
    assertThat(store().isReachable()).isTrue();
  }

  private long newestWhile(AtomicBoolean writing) {
    long newest = 0;
    boolean last = false;
    while (!last) {
      last = !writing.get();
      long revision = store().dataset(PARKING).orElseThrow().revision();
      assertThat(revision).isGreaterThanOrEqualTo(newest);
      newest = revision;
    }
    return newest;
  }

  private void registerMany(String prefix, int count) {
    for (int i = 0; i < count; i++) {
      done(store().register(SampleEntries.entry(prefix + i), "k1", NOON));
    }
  }

  private Dataset register(String id) {
    store().addProvider(SampleEntries.TRANSPORT);
    return done(store().register(SampleEntries.entry(id), "k1", NOON));
  }

  private Write.Done edited(DatasetId id, long seen) {
    Entry entry = store().dataset(id).orElseThrow().entry();
    return (Write.Done) store().edit(entry, seen, "k1", NOON.plus(Duration.ofMinutes(seen)));
  }

  static Dataset done(Write write) {
    if (write instanceof Write.Done(Dataset dataset)) {
      return dataset;
    }
    throw new AssertionError("not done: " + write);
  }

  static <T> List<T> together(Callable<T> one, Callable<T> two) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<T> first = threads.submit(() -> afterStart(start, one));
      Future<T> second = threads.submit(() -> afterStart(start, two));
      return List.of(first.get(), second.get());
    }
  }

  private static <T> T afterStart(CyclicBarrier start, Callable<T> work) throws Exception {
    start.await();
    return work.call();
  }

  static StoredKey key(String id, String hash) {
    return new StoredKey(
        id,
        hash,
        "运输局",
        "department",
        new ProviderNamespace("transport"),
        SampleEntries.TRANSPORT.code(),
        NOON,
        null);
  }

  static Load running(String dataset, String id) {
    return running(dataset, id, NOON);
  }

  static Load running(String dataset, String id, Instant started) {
    return Load.waiting(id, new DatasetId(dataset), started, "k1", true, "{}", source())
        .running(source());
  }

  static Load ended(Load load, Load.State state) {
    return load.ended(state, NOON.plusSeconds(8), "load-refused", "第 3 行");
  }

  static Load loaded(Load load, long version) {
    return load.withReport(new Load.Report(900, 10, 9, 1, 2)).loaded(version, NOON.plusSeconds(9));
  }

  static SourceFile source() {
    return new SourceFile("csv", "gzip", "GB18030", ',', true, null, "ab".repeat(32), 900);
  }

  static DatasetVersion version(DatasetId id, long number, String load) {
    TableSchema schema =
        new TableSchema(
            List.of(Item.of("编号", ColumnType.CODE), Item.of("剩余", ColumnType.INTEGER)),
            List.of("", "NA"),
            List.of("编号"));
    return new DatasetVersion(id, number, load, NOON.plusSeconds(9), schema, source(), 9, 1, 2);
  }
}
