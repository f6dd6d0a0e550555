package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.TableSchema;

/// An order of rows: by some columns, rows without a value last whichever way, and in file order
/// where all are equal.
final class RowSort {
  /// One column of an order.
  record Key(String column, boolean descending) {}

  private RowSort() {}

  static Sort of(List<Key> keys, TableSchema schema) {
    List<SortField> fields = new ArrayList<>();
    for (Key key : keys) {
      int place = schema.indexOf(key.column());
      ColumnType type = schema.items().get(place).type();
      switch (type) {
        case TEXT, CODE -> {
          fields.add(
              new SortField(
                  Columns.value(place),
                  SortField.Type.STRING,
                  key.descending(),
                  SortField.STRING_LAST));
        }
        case INTEGER, BOOLEAN, DATE, DATETIME -> {
          fields.add(number(Columns.value(place), key.descending()));
          fields.add(absent(place));
        }
        case DECIMAL -> {
          fields.add(number(Columns.value(place), key.descending()));
          fields.add(absent(place));
          fields.add(number(Columns.second(place), key.descending()));
        }
        case POINT -> throw new IllegalArgumentException("points have no order");
      }
    }
    return new Sort(fields.toArray(SortField[]::new));
  }

  private static SortField number(String field, boolean descending) {
    return new SortField(
        field, SortField.Type.LONG, descending, descending ? Long.MIN_VALUE : Long.MAX_VALUE);
  }

  /// Puts rows without a value behind those with the largest value there is.
  private static SortField absent(int place) {
    return new SortField(Columns.absent(place), SortField.Type.LONG, false, 0L);
  }
}
