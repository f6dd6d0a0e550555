package org.citycatalog.sharing.purge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.CatalogChange;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.Sequence;
import org.citycatalog.catalog.StoredKey;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.UnavailableException;
import org.citycatalog.export.RowForm;
import org.citycatalog.ingest.Hints;
import org.citycatalog.ingest.Limits;
import org.citycatalog.ingest.LoadOutcome;
import org.citycatalog.ingest.LoadRequest;
import org.citycatalog.ingest.Loads;
import org.citycatalog.ingest.World;
import org.citycatalog.rows.IndexUnavailableException;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.rows.RowLook;
import org.citycatalog.rows.RowQuery;
import org.citycatalog.rows.RowStream;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Role;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.contracts.Contracts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Destroyed is destroyed: the data folder is searched for what was planted in it.
class PurgingTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(Item.of("code", ColumnType.CODE), Item.of("places", ColumnType.INTEGER)),
          List.of(""),
          List.of());
  private static final String SECRET = "绝密标记QX7F3J";
  private static final String OTHER = "留存标记KD81MV";
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "operator", null, null);
  private static final Caller SECOND = new Caller(Caller.Kind.OPERATOR, "second", null, null);
  private static final Caller RESEARCH = new Caller(Caller.Kind.RESEARCH, "known", null, null);
  private static final LoadRequest TOLERANT = new LoadRequest(Hints.NONE, 10, null, null);

  @TempDir Path home;
  private World world;
  private DatasetId id;

  @BeforeEach
  void open() {
    world = new World(home);
    id = world.dataset("parking", SCHEMA);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void of_a_destroyed_version_no_byte_is_found_in_the_data_folder() throws IOException {
    // Cells and rows that cannot be read go to the quarantine, a proposal quotes what it saw.
    load(id, "code,places\n" + SECRET + ",5\n2," + SECRET + "\n" + SECRET + ",1,2,3\n");
    DatasetId bare = world.dataset("bare", TableSchema.EMPTY);
    load(bare, "name,places\n" + SECRET + ",5\nx,约" + SECRET + "\ny,7\nz,8\n");
    load(bare, "name,places\n无,1\n");
    load(id, "code,places\n" + OTHER + ",5\n");
    load(id, "code,places\n" + SECRET + ",1,2\n".repeat(20)); // refused
    ask(id, "code = '" + SECRET + "'");
    assertThat(placesOf(SECRET)).hasSizeGreaterThan(3);

    done(versions(id, 1));
    done(versions(bare, 1));

    assertThat(placesOf(SECRET)).isEmpty();
    assertThat(home.resolve("rows/transport.parking/1")).doesNotExist();
    assertThat(placesOf(OTHER)).isNotEmpty();
    assertThat(world.csv(id, RowForm.SOURCE)).contains(OTHER);
  }

  @Test
  void readers_go_on_with_the_newest_version_that_is_left_and_numbers_are_not_given_again() {
    load(id, "code,places\nold,1\n");
    load(id, "code,places\nnew,2\n");

    Purge purge = done(versions(id, 2));

    assertThat(world.csv(id, RowForm.SOURCE)).contains("old");
    assertThat(world.catalog.tombstone(id, 2).orElseThrow().purge()).isEqualTo(purge.id());
    load(id, "code,places\nnext,3\n");
    assertThat(world.catalog.versions(id))
        .extracting(DatasetVersion::number)
        .containsExactly(3L, 1L);
    assertThat(world.catalog.changesAfter(Sequence.START, 100))
        .filteredOn(change -> change.kind() == CatalogChange.Kind.PURGED)
        .singleElement()
        .satisfies(change -> assertThat(change.version()).isEqualTo(2L));
  }

  @Test
  void a_dataset_of_which_nothing_is_left_has_no_rows_and_can_be_loaded_again() {
    load(id, "code,places\n1,1\n");

    done(versions(id, 1));

    assertThat(world.page(id, null)).isEqualTo(new RowAnswer.NotLoaded());
    load(id, "code,places\n2,2\n");
    assertThat(world.csv(id, RowForm.SOURCE)).contains("2,2");
  }

  @Test
  void a_version_that_was_superseded_long_ago_gets_its_index_again() {
    world.close();
    world = new World(home, new Loads.Settings(1, 1 << 20, Limits.DEFAULT, Duration.ZERO));
    load(id, "code,places\nold,1\n");
    world.now = world.now.plusSeconds(1);
    load(id, "code,places\nnew,2\n");
    world.now = world.now.plusSeconds(1);
    load(id, "code,places\nnewest,3\n");
    assertThat(home.resolve("rows/transport.parking/1")).doesNotExist();

    done(versions(id, 2, 3));

    RowAnswer answer = null;
    long end = System.nanoTime() + 30_000_000_000L;
    while (answer == null && System.nanoTime() < end) {
      try {
        answer = world.page(id, null);
      } catch (IndexUnavailableException rebuilding) {
        Thread.onSpinWait();
      }
    }
    assertThat(answer).isInstanceOf(RowAnswer.Page.class);
  }

  @Test
  void a_cursor_into_it_says_so_to_whom_it_was_given_and_nothing_to_others() {
    DatasetId shared = world.dataset("conditional", SCHEMA, AccessClass.CONDITIONAL, true);
    for (DatasetId each : List.of(id, shared)) {
      load(each, "code,places\n1,1\n2,2\n");
    }
    String cursor = next(World.STEWARD, shared);
    String open = next(Caller.ANONYMOUS, id);

    done(versions(shared, 1));
    load(id, "code,places\n1,1\n");
    done(versions(id, 1));

    assertThat(page(World.STEWARD, shared, cursor)).isEqualTo(new RowAnswer.Purged());
    assertThat(world.reader.look(World.STEWARD, shared, 1, Map.of()))
        .isEqualTo(new RowLook.Refused("purged"));
    assertThat(page(RESEARCH, shared, cursor))
        .as("never loaded")
        .isEqualTo(new RowAnswer.NotLoaded());
    assertThat(page(Caller.ANONYMOUS, id, open)).isEqualTo(new RowAnswer.Purged());
  }

  @Test
  void whoever_is_reading_it_is_cut_off() throws IOException {
    load(id, "code,places\n1,1\n2,2\n3,3\n");
    try (RowStream begun = stream();
        RowStream notBegun = stream()) {
      begun.next();

      done(versions(id, 1));

      assertThatThrownBy(begun::next).isInstanceOf(IOException.class);
      assertThatThrownBy(notBegun::next).isInstanceOf(IndexUnavailableException.class);
    }
  }

  @Test
  void a_file_that_another_version_is_of_stays() throws IOException {
    DatasetId twin = world.dataset("twin", SCHEMA);
    String file = "code,places\n" + SECRET + ",5\n";
    load(id, file);
    load(twin, file);

    done(versions(id, 1));

    assertThat(files("blobs")).hasSize(1);
    assertThat(world.csv(twin, RowForm.SOURCE)).contains(SECRET);
    done(versions(twin, 1));
    assertThat(files("blobs")).isEmpty();
    assertThat(placesOf(SECRET)).isEmpty();
  }

  @Test
  void with_it_goes_what_the_ledgers_seals_were_made_with_and_that_of_others_stays() {
    DatasetId other = world.dataset("other", SCHEMA);
    load(id, "code,places\n1,1\n");
    byte[] before = world.literals.of(id);
    byte[] ofOther = world.literals.of(other);

    done(versions(id, 1));

    assertThat(world.literals.of(id)).isNotEqualTo(before).isEqualTo(world.literals.of(id));
    assertThat(world.literals.of(other)).isEqualTo(ofOther);
  }

  @ParameterizedTest
  @ValueSource(strings = {"approved", "forgotten", "erased"})
  void a_stop_after_any_step_is_gone_on_from_at_the_next_start(String step) throws Exception {
    load(id, "code,places\n" + SECRET + ",x" + SECRET + "\n");
    load(id, "code,places\n" + OTHER + ",1\n");
    Purge asked = kept(world.purging.request(World.STEWARD, versions(id, 1)));
    // As a kill leaves it: the intent is on disk, and then so far and no farther.
    Purge approved =
        asked.moved(
            new ContractEvent(
                asked.id(), 2, "requested", "approved", world.now, "operator", null, null));
    world.purging.close();
    world.purges.move(approved);
    if (!step.equals("approved")) {
      world.catalog.destroyVersions(id, List.of(1L), asked.id(), "operator", world.now);
    }
    if (step.equals("erased")) {
      world.loads.erase(id, List.of(1L)).get();
    }
    world.close();

    world = new World(home);

    assertThat(world.catalog.version(id, 1)).as("nobody reads it from the start on").isEmpty();
    awaitDone(asked.id());
    assertThat(placesOf(SECRET)).isEmpty();
    assertThat(world.csv(id, RowForm.SOURCE)).contains(OTHER);
  }

  @Test
  void what_fails_is_not_said_to_be_done() {
    load(id, "code,places\n1,1\n");
    Purge purge;
    try (Purging failing =
        new Purging(
            world.catalog,
            world.contracts,
            world.purges,
            world.boundary,
            world.literals,
            (dataset, numbers) ->
                java.util.concurrent.CompletableFuture.failedFuture(new IOException("no")),
            () -> world.now,
            () -> "failing",
            new java.security.SecureRandom())) {
      purge = kept(failing.request(World.STEWARD, versions(id, 1)));

      Purge after = kept(failing.decide(OPERATOR, purge.id(), 1, Purge.State.APPROVED, null));

      assertThat(after.state()).isEqualTo(Purge.State.APPROVED);
    }
    assertThat(world.page(id, null)).isEqualTo(new RowAnswer.NotLoaded());
  }

  @Test
  void a_database_that_fails_for_a_moment_ends_no_going_on() {
    load(id, "code,places\n1,1\n");
    Purge asked = kept(world.purging.request(World.STEWARD, versions(id, 1)));
    ForAMoment purges = new ForAMoment(world.purges);
    try (Purging failing =
        new Purging(
            world.catalog,
            world.contracts,
            purges,
            world.boundary,
            world.literals,
            world.loads::erase,
            () -> world.now,
            () -> "failing",
            new java.security.SecureRandom(),
            Duration.ofMillis(10))) {
      failing.start();
      purges.failures.set(3);

      Purge after = kept(failing.decide(OPERATOR, asked.id(), 1, Purge.State.APPROVED, null));

      assertThat(after.state()).isIn(Purge.State.APPROVED, Purge.State.DONE);
      awaitDone(asked.id());
    }
    assertThat(purges.failures).hasValueLessThanOrEqualTo(0);
  }

  /// Purges in a database that does not say so often which of them are approved.
  private record ForAMoment(Purges kept, AtomicInteger failures) implements Purges {
    ForAMoment(Purges kept) {
      this(kept, new AtomicInteger());
    }

    @Override
    public void add(Purge purge) {
      kept.add(purge);
    }

    @Override
    public Optional<Purge> purge(String purge) {
      return kept.purge(purge);
    }

    @Override
    public List<Purge> purges(Contracts.Concern concern) {
      return kept.purges(concern);
    }

    @Override
    public List<Purge> approved() {
      if (failures.getAndDecrement() > 0) {
        throw new UnavailableException("unavailable", "for a moment", new IOException("no"));
      }
      return kept.approved();
    }

    @Override
    public boolean move(Purge next) {
      return kept.move(next);
    }
  }

  @Test
  void one_person_asks_and_another_approves() {
    load(id, "code,places\n1,1\n");
    Purge asked = kept(world.purging.request(World.STEWARD, versions(id, 1)));

    assertThat(world.purging.decide(World.STEWARD, asked.id(), 1, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.Refused("second-person-needed"));
    assertThat(world.purging.decide(OPERATOR, asked.id(), 1, Purge.State.REFUSED, " "))
        .isInstanceOf(PurgeOutcome.Invalid.class);
    assertThat(world.purging.decide(OPERATOR, asked.id(), 1, Purge.State.DONE, null))
        .isEqualTo(new PurgeOutcome.NoSuchStep("requested", "done"));
    assertThat(world.purging.decide(OPERATOR, asked.id(), 7, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.MovedOn(1));
    assertThat(world.purging.decide(RESEARCH, asked.id(), 1, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.Absent());
    Purge refused = kept(world.purging.decide(OPERATOR, asked.id(), 1, Purge.State.REFUSED, "误报"));
    assertThat(refused.state()).isEqualTo(Purge.State.REFUSED);
    assertThat(world.purging.decide(OPERATOR, asked.id(), 2, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.NoSuchStep("refused", "approved"));
    assertThat(world.catalog.version(id, 1)).isPresent();
  }

  @Test
  void who_has_rotated_the_key_meanwhile_is_not_another_person() {
    load(id, "code,places\n1,1\n");
    Purge asked = kept(world.purging.request(World.STEWARD, versions(id, 1)));
    Caller successor =
        new Caller(Caller.Kind.DEPARTMENT, "steward-next", World.STEWARD.provider(), null)
            .heldBy(World.STEWARD.person());

    assertThat(world.purging.decide(successor, asked.id(), 1, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.Refused("second-person-needed"));

    Purge bySuccessor = kept(world.purging.request(successor, versions(id, 1)));
    assertThat(bySuccessor.steps().getFirst().by()).isEqualTo("steward-next");
    assertThat(world.purging.decide(World.STEWARD, bySuccessor.id(), 1, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.Refused("second-person-needed"));
    assertThat(world.catalog.version(id, 1)).isPresent();
  }

  @Test
  void only_keepers_ask_and_only_for_what_is_there() {
    load(id, "code,places\n1,1\n");
    load(id, "code,places\n2,2\n");

    assertThat(world.purging.request(RESEARCH, versions(id, 1)))
        .isEqualTo(new PurgeOutcome.Refused("forbidden"));
    assertThat(world.purging.request(World.STEWARD, versions(id, 3, 1, 9)))
        .isEqualTo(
            new PurgeOutcome.Invalid(
                List.of(
                    new Finding("unknown-version", "/subject/versions/0", "there is no version 3"),
                    new Finding(
                        "unknown-version", "/subject/versions/2", "there is no version 9"))));
    assertThat(world.purging.request(World.STEWARD, wanted(null, null, null, null, null)))
        .isInstanceOf(PurgeOutcome.Invalid.class);
    assertThat(world.purging.request(World.STEWARD, wanted(id, null, null, null, null)))
        .isInstanceOf(PurgeOutcome.Invalid.class);
    Purge upTo = kept(world.purging.request(World.STEWARD, wanted(id, null, 2L, null, null)));
    assertThat(upTo.subject()).isEqualTo(new Purge.Subject.Versions(id, List.of(1L, 2L)));
    assertThat(world.purging.list(World.STEWARD)).containsExactly(upTo);
    assertThat(world.purging.list(RESEARCH)).isEmpty();
  }

  @Test
  void a_destroyed_key_is_no_key_and_nothing_is_known_of_it() throws IOException {
    StoredKey key =
        new StoredKey("k1", "hash-" + SECRET, SECRET, "research", null, null, world.now, null);
    world.catalog.addKey(key, "operator");
    assertThat(world.catalog.keyByHash(key.hash())).isPresent();

    Purge purge = kept(world.purging.request(OPERATOR, wanted(null, null, null, "k1", null)));
    assertThat(world.purging.find(World.STEWARD, purge.id())).isEmpty();
    Purge done = kept(world.purging.decide(SECOND, purge.id(), 1, Purge.State.APPROVED, null));

    assertThat(done.state()).isEqualTo(Purge.State.DONE);
    assertThat(world.catalog.keyByHash(key.hash())).isEmpty();
    assertThat(world.purging.isPurged(OPERATOR, "k1")).isTrue();
    assertThat(world.purging.isPurged(World.STEWARD, "k1")).isFalse();
    assertThat(placesOf(SECRET)).isEmpty();
  }

  @Test
  void an_operator_destroys_no_key_of_an_auditor() {
    world.catalog.addKey(
        new StoredKey("a1", "hash", "审计", "auditor", null, null, world.now, null), "auditor");

    assertThat(world.purging.request(OPERATOR, wanted(null, null, null, "a1", null)))
        .isEqualTo(new PurgeOutcome.Absent());
  }

  @Test
  void a_key_of_a_security_administrator_is_destroyed_by_two_of_them_and_no_operator() {
    world.catalog.addKey(
        new StoredKey("s1", "hash", "安全", "security-administrator", null, null, world.now, null),
        "s");
    Purging.Wanted wanted = wanted(null, null, null, "s1", null);

    assertThat(world.purging.request(OPERATOR, wanted)).isEqualTo(new PurgeOutcome.Absent());
    Purge asked = kept(world.purging.request(administrator("s2"), wanted));
    assertThat(world.purging.list(OPERATOR)).isEmpty();
    assertThat(world.purging.decide(OPERATOR, asked.id(), 1, Purge.State.APPROVED, null))
        .isEqualTo(new PurgeOutcome.Absent());
    assertThat(world.purging.list(administrator("s3"))).containsExactly(asked);
    kept(world.purging.decide(administrator("s3"), asked.id(), 1, Purge.State.APPROVED, null));

    assertThat(world.catalog.keys()).isEmpty();
    assertThat(world.purging.isPurged(administrator("s2"), "s1")).isTrue();
  }

  private static Caller administrator(String key) {
    return new Caller(
        Caller.Kind.PUBLIC,
        key,
        key,
        null,
        null,
        null,
        Caller.Kind.PUBLIC.clearance(),
        Set.of(Role.SECURITY_ADMINISTRATOR),
        Set.of(),
        null,
        Purpose.UNSTATED);
  }

  private static Purge kept(PurgeOutcome outcome) {
    assertThat(outcome).isInstanceOf(PurgeOutcome.Kept.class);
    return ((PurgeOutcome.Kept) outcome).purge();
  }

  private Purge done(Purging.Wanted wanted) {
    Purge asked = kept(world.purging.request(World.STEWARD, wanted));
    Purge done = kept(world.purging.decide(OPERATOR, asked.id(), 1, Purge.State.APPROVED, "同意"));
    assertThat(done.state()).isEqualTo(Purge.State.DONE);
    return done;
  }

  private void awaitDone(String purge) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (world.purges.purge(purge).orElseThrow().state() != Purge.State.DONE) {
      assertThat(System.nanoTime()).as("it is done in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private static Purging.Wanted versions(DatasetId id, long... numbers) {
    List<Long> list = new ArrayList<>();
    for (long number : numbers) {
      list.add(number);
    }
    return wanted(id, list, null, null, null);
  }

  private static Purging.Wanted wanted(
      @Nullable DatasetId id,
      @Nullable List<Long> versions,
      @Nullable Long upTo,
      @Nullable String key,
      @Nullable String grant) {
    return new Purging.Wanted(id, versions, upTo, key, grant, "误传个人信息", "《个人信息保护法》第四十七条");
  }

  private Load load(DatasetId dataset, String file) {
    LoadOutcome outcome = world.load(dataset, TOLERANT, file.getBytes(StandardCharsets.UTF_8));
    return ((LoadOutcome.Ended) outcome).load();
  }

  private void ask(DatasetId dataset, String filter) {
    world.reader.page(RESEARCH, dataset, World.query(filter), 10, null);
  }

  private String next(Caller caller, DatasetId dataset) {
    RowAnswer answer = world.reader.page(caller, dataset, RowQuery.ALL, 1, null);
    return String.valueOf(((RowAnswer.Page) answer).next());
  }

  private RowAnswer page(Caller caller, DatasetId dataset, String cursor) {
    return world.reader.page(caller, dataset, RowQuery.ALL, 1, cursor);
  }

  private RowStream stream() {
    return ((RowAnswer.Stream) world.reader.stream(Caller.ANONYMOUS, id, RowQuery.ALL)).rows();
  }

  private List<Path> files(String below) throws IOException {
    try (Stream<Path> walk = Files.walk(home.resolve(below))) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }

  /// Files that hold a text in any way in which this server or a file of rows writes one.
  private List<Path> placesOf(String text) throws IOException {
    List<byte[]> forms = new ArrayList<>();
    for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "GB18030", "Big5")) {
      Charset named = Charset.forName(charset);
      if (named.newEncoder().canEncode(text)) {
        forms.add(text.getBytes(named));
      }
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    forms.add(HexFormat.of().formatHex(utf8).getBytes(StandardCharsets.US_ASCII));
    forms.add(Base64.getEncoder().encode(utf8));
    // What is left of a text that is cut or compressed.
    forms.add(text.substring(text.length() - 6).getBytes(StandardCharsets.US_ASCII));
    List<Path> places = new ArrayList<>();
    for (Path file : files("")) {
      byte[] bytes = Files.readAllBytes(file);
      if (forms.stream().anyMatch(form -> holds(bytes, form))) {
        places.add(home.relativize(file));
      }
    }
    return places;
  }

  private static boolean holds(byte[] bytes, byte[] form) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(form, StandardCharsets.ISO_8859_1));
  }
}
