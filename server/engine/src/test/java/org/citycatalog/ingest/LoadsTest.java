package org.citycatalog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.export.RowForm;
import org.citycatalog.rows.IndexUnavailableException;
import org.citycatalog.rows.RowAnswer;
import org.citycatalog.sharing.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadsTest {
  private static final TableSchema SCHEMA =
      new TableSchema(
          List.of(Item.of("code", ColumnType.CODE), Item.of("count", ColumnType.INTEGER)),
          List.of(""),
          List.of());

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
  void rows_read_are_rows_kept_and_rows_rejected() {
    Load load = ended(load(2, null, "code,count\n001,5\n002,x\n003\n004,1,2,3\n005,9\n"));

    assertThat(load.state()).isEqualTo(Load.State.LOADED);
    assertThat(load.report()).isEqualTo(new Load.Report(load.report().bytesRead(), 5, 4, 1, 1));
    assertThat(world.catalog.version(id, 1).orElseThrow().rows()).isEqualTo(4);
  }

  @Test
  void what_could_not_be_read_is_in_the_quarantine_in_file_order() throws IOException {
    Load load = ended(load(2, null, "code,count\n001,x\n002,1,2\n003,y\n"));

    Loads.Troubles troubles =
        world.loads.troubles(World.STEWARD, id, load.id(), 0, 10).orElseThrow();

    assertThat(troubles.total()).isEqualTo(3);
    assertThat(troubles.entries().stream().map(each -> each.line() + " " + each.text()).toList())
        .containsExactly("2 x", "3 002,1,2", "4 y");
  }

  @Test
  void more_trouble_than_tolerated_refuses_the_load_whole() {
    assertThat(ended(load(0, null, "code,count\n001,1,2\n")).problemCode())
        .isEqualTo("too-many-rejected");
    assertThat(ended(load(0, 0L, "code,count\n001,x\n")).problemCode())
        .isEqualTo("too-many-unreadable");
    assertThat(world.page(id, null)).isEqualTo(new RowAnswer.NotLoaded());
    assertThat(files("blobs")).isEmpty();
    assertThat(files("rows")).isEmpty();
  }

  @Test
  void a_file_that_does_not_fit_the_schema_is_refused_with_the_column() {
    assertThat(ended(load(0, null, "code,cont\n001,1\n")).problemCode())
        .isEqualTo("column-missing");
    assertThat(ended(load(0, null, "code,count,more\n001,1,2\n")).problemCode())
        .isEqualTo("column-unknown");
  }

  @Test
  void a_dataset_without_items_takes_the_proposed_ones_and_a_reload_keeps_them() {
    DatasetId bare = world.dataset("bare", TableSchema.EMPTY);

    Load load = ended(world.load(bare, "code,count\n001,5\n002,6\n"));
    Load second = ended(world.load(bare, "code,count\n1,five\n"));

    assertThat(load.proposal()).isNotNull();
    assertThat(types(bare)).containsExactly(ColumnType.CODE, ColumnType.INTEGER);
    assertThat(second.report().cellsUnreadable()).isEqualTo(1);
    assertThat(types(bare)).containsExactly(ColumnType.CODE, ColumnType.INTEGER);
  }

  @Test
  void a_file_that_breaks_off_leaves_nothing() {
    InputStream broken =
        new InputStream() {
          private int left = 100_000;

          @Override
          public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
              throw new IOException("connection reset");
            }
            int given = Math.min(length, left);
            left -= given;
            java.util.Arrays.fill(target, offset, offset + given, (byte) 'a');
            return given;
          }
        };

    assertThat(world.load(id, LoadRequest.DEFAULT, broken))
        .isInstanceOfSatisfying(
            LoadOutcome.NotReceived.class,
            not -> assertThat(not.code()).isEqualTo("upload-incomplete"));
    assertThat(world.load(id, new LoadRequest(Hints.NONE, 0, null, 99L), bytes("code,count\n")))
        .isInstanceOfSatisfying(
            LoadOutcome.NotReceived.class,
            not -> assertThat(not.code()).isEqualTo("upload-incomplete"));
    assertThat(files("incoming")).isEmpty();
    assertThat(files("blobs")).isEmpty();
  }

  @Test
  void a_second_load_of_the_dataset_is_turned_away_while_the_first_arrives() throws Exception {
    CountDownLatch arriving = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    InputStream slow =
        new ByteArrayInputStream(bytes("code,count\n001,1\n")) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            arriving.countDown();
            try {
              goOn.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
            return super.read(buffer, offset, length);
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> world.load(id, LoadRequest.DEFAULT, slow));
      arriving.await();

      LoadOutcome second = world.load(id, "code,count\n002,2\n");
      goOn.countDown();

      assertThat(second).isInstanceOf(LoadOutcome.Busy.class);
      assertThat(ended(first.get(10, TimeUnit.SECONDS)).state()).isEqualTo(Load.State.LOADED);
    }
  }

  @Test
  void whoever_follows_the_loads_is_told_of_each_version_and_of_nothing_else() {
    world.load(id, "code,count\n001,1\n");
    world.load(id, "code,cont\n001,1\n");
    world.load(id, "code,count\n002,2\n");

    assertThat(world.told).hasValue(2);
  }

  @Test
  void nobody_else_loads_or_sees_loads() {
    Caller other = new Caller(Caller.Kind.DEPARTMENT, "other", null, null);
    Load load = ended(world.load(id, "code,count\n001,1\n"));

    assertThat(
            world.loads.load(other, id, LoadRequest.DEFAULT, InputStream.nullInputStream(), false))
        .isEqualTo(new LoadOutcome.Forbidden());
    assertThat(world.loads.find(other, id, load.id())).isEmpty();
    assertThat(world.loads.cancel(Caller.ANONYMOUS, id, load.id())).isEmpty();
  }

  @Test
  void an_accepted_load_is_taken_up_again_by_the_next_start() {
    LoadOutcome accepted =
        world.loads.load(
            World.STEWARD,
            id,
            LoadRequest.DEFAULT,
            new ByteArrayInputStream(bytes("code,count\n001,1\n")),
            true);
    String load = ((LoadOutcome.Accepted) accepted).load().id();
    world.close();

    world = new World(home);
    awaitEnd(load);

    assertThat(world.catalog.load(load).orElseThrow().state()).isEqualTo(Load.State.LOADED);
    assertThat(((RowAnswer.Page) world.page(id, null)).total()).isEqualTo(1);
  }

  @Test
  void a_damaged_index_is_found_and_built_again_from_the_source_file() throws IOException {
    world.load(id, "code,count\n001,1\n002,x\n");
    String before = world.csv(id, RowForm.SOURCE);
    world.close();
    for (Path file : files("rows")) {
      byte[] damaged = Files.readAllBytes(file);
      if (damaged.length > 0) {
        damaged[damaged.length / 2] ^= 0x55;
        Files.write(file, damaged);
      }
    }

    world = new World(home);
    world.loads.verifyAll();
    String after = null;
    for (long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        after == null && System.nanoTime() < end; ) {
      try {
        after = world.csv(id, RowForm.SOURCE);
      } catch (IndexUnavailableException rebuilding) {
        Thread.onSpinWait();
      }
    }

    assertThat(after).isEqualTo(before);
    assertThat(world.rows.unavailable()).isEmpty();
  }

  @Test
  void a_superseded_index_goes_when_its_time_is_over() {
    world.load(id, "code,count\n001,1\n");
    RowAnswer.Page first =
        (RowAnswer.Page) world.reader.page(Caller.ANONYMOUS, id, World.query(null), 1, null);
    world.load(id, "code,count\n002,1\n003,1\n");
    RowAnswer.Page page =
        (RowAnswer.Page) world.reader.page(Caller.ANONYMOUS, id, World.query(null), 1, null);
    world.now = world.now.plus(Duration.ofDays(1));
    world.load(id, "code,count\n004,1\n");
    assertThat(world.reader.page(Caller.ANONYMOUS, id, World.query(null), 1, page.next()))
        .isInstanceOf(RowAnswer.Page.class);

    world.now = world.now.plus(Duration.ofDays(8));
    world.load(id, "code,count\n005,1\n");

    assertThat(first.next()).isNull();
    assertThat(world.reader.page(Caller.ANONYMOUS, id, World.query(null), 1, page.next()))
        .isEqualTo(new RowAnswer.Gone());
  }

  private void awaitEnd(String load) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!world.catalog.load(load).orElseThrow().state().isFinal() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private List<ColumnType> types(DatasetId dataset) {
    return world.catalog.dataset(dataset).orElseThrow().entry().schema().items().stream()
        .map(Item::type)
        .toList();
  }

  private LoadOutcome load(
      long maxRejected, @org.jspecify.annotations.Nullable Long maxUnreadable, String file) {
    return world.load(
        id, new LoadRequest(Hints.NONE, maxRejected, maxUnreadable, null), bytes(file));
  }

  private static Load ended(LoadOutcome outcome) {
    return ((LoadOutcome.Ended) outcome).load();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<Path> files(String folder) {
    try (Stream<Path> walk = Files.walk(home.resolve(folder))) {
      return walk.filter(Files::isRegularFile).toList();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
