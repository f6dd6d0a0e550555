package org.citycatalog.ingest;

import java.util.List;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.Constraints;
import org.citycatalog.catalog.Item;
import org.jspecify.annotations.Nullable;

/// A type proposed for a column, with the evidence for it.
///
/// @param format how values are written, null for the type's default
/// @param cells cells looked at = missing + matching
/// @param missing cells without a value
/// @param matching cells that are of the type
/// @param counterExamples the first cells that are not of the next stricter type, at most five
/// @param reason why this type and no stricter one, one English sentence
public record ColumnProposal(
    String name,
    ColumnType type,
    @Nullable String format,
    long cells,
    long missing,
    long matching,
    List<CounterExample> counterExamples,
    String reason) {
  public ColumnProposal {
    counterExamples = List.copyOf(counterExamples);
    if (cells != missing + matching) {
      throw new IllegalArgumentException(
          "%d cells of '%s' are not %d missing and %d matching"
              .formatted(cells, name, missing, matching));
    }
  }

  /// The item of the column, as a steward would declare it.
  public Item toItem() {
    return new Item(name, null, null, type, format, null, null, Constraints.NONE);
  }
}
