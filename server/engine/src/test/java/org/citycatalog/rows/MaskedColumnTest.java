package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Item;
import org.citycatalog.catalog.ItemRight;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.Personal;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.ingest.World;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Masking;
import org.citycatalog.sharing.Permit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedColumnTest {
  private static final long SEED = 20261201;

  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(ints = {0, 500, 20_000, 1 << 20})
  void what_is_remembered_is_what_the_mask_shows_however_much_is(int maxBytes) {
    try (World world = new World(home)) {
      Permit permit = permit(world, new Mask.Pseudonym());
      Masking masking = permit.masking(permit.column("person").orElseThrow());
      MaskedColumn column = new MaskedColumn(masking, maxBytes);
      Random random = new Random(SEED);
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 20_000; i++) {
        String text = text(random);

        assertThat(column.shown(new BytesRef(text)))
            .as("seed %d, round %d, %s", SEED, i, text)
            .isEqualTo(masking.shown(text));
        seen.add(text);
      }
      assertThat(seen).hasSizeBetween(1_000, 10_000);
      assertThat(column.shown(null)).isNull();
    }
  }

  @Test
  void nothing_is_shown_of_a_column_without_its_values() {
    try (World world = new World(home)) {
      Permit permit = permit(world, new Mask.Null());
      MaskedColumn column = new MaskedColumn(permit.masking(permit.column("person").orElseThrow()));

      assertThat(column.shown(new BytesRef("王"))).isNull();
    }
  }

  /// Some often and some once, some without a value, some longer than is remembered.
  private static String text(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "号".repeat(40) + random.nextInt(100);
      case 2, 3 -> Long.toString(random.nextLong());
      default -> "王" + random.nextInt(1_000);
    };
  }

  private static Permit permit(World world, Mask mask) {
    Item person =
        new Item(
            "person",
            null,
            null,
            ColumnType.CODE,
            null,
            null,
            null,
            Constraints.NONE,
            ItemRight.ALL,
            Personal.NONE,
            mask);
    DatasetId id = world.dataset("calls", new TableSchema(List.of(person), List.of(""), List.of()));
    world.load(id, "person\n王\n");
    Dataset dataset = world.catalog.dataset(id).orElseThrow();
    return (Permit)
        world.boundary.decide(Caller.ANONYMOUS, dataset, Objects.requireNonNull(dataset.version()));
  }
}
