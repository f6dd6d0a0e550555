package org.citycatalog.ingest;

import jakarta.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Entry;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.TableSchema;

/// A process that loads and edits until it is killed, and prints what it was told is done.
final class KilledEngine {
  static final TableSchema SCHEMA =
      new TableSchema(
          List.of(Item.of("load", ColumnType.CODE), Item.of("n", ColumnType.INTEGER)),
          List.of(""),
          List.of());

  private KilledEngine() {}

  /// Works until it is killed.
  ///
  /// @param args home, seed, number of the round
  public static void main(String[] args) {
    Random random = new Random(Long.parseLong(args[1]));
    String round = args[2];
    try (World world = new World(Path.of(args[0]))) {
      DatasetId id = new DatasetId("transport.killed");
      if (world.catalog.dataset(id).isEmpty()) {
        world.dataset("killed", SCHEMA);
      }
      say("ready");
      for (int i = 0; ; i++) {
        String mark = "r" + round + "x" + i;
        if (random.nextInt(3) == 0) {
          Dataset dataset = world.catalog.dataset(id).orElseThrow();
          CatalogStore.Write write =
              world.catalog.edit(
                  retitled(dataset.entry(), mark), dataset.revision(), "killed", world.now);
          if (write instanceof CatalogStore.Write.Done) {
            say("edited " + mark);
          }
        } else {
          int rows = 1 + random.nextInt(2000);
          LoadOutcome outcome = world.load(id, file(mark, rows));
          if (outcome instanceof LoadOutcome.Ended(Load load)
              && load.state() == Load.State.LOADED) {
            say("loaded " + mark + " " + rows + " " + load.version());
          } else {
            say("trouble " + outcome);
          }
        }
      }
    }
  }

  private static Entry retitled(Entry entry, String title) {
    return EntryJson.read(
        Json.createPatchBuilder()
            .replace("/title/zh", title)
            .build()
            .apply(EntryJson.write(entry)));
  }

  static String file(String mark, int rows) {
    StringBuilder file = new StringBuilder("load,n\n");
    for (int row = 0; row < rows; row++) {
      file.append(mark).append(',').append(row).append('\n');
    }
    return file.toString();
  }

  @SuppressWarnings("SystemOut") // how the parent process hears of it
  private static void say(String what) {
    System.out.println(what);
    System.out.flush();
  }
}
