package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.TableSchema;

/// An order of rows: by some columns, rows without a value last whichever way, and in file order where all are equal.
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
          SortField text = new SortField(Columns.value(place), SortField.Type.STRING, key.descending());
          // Lucene turns the place of missing values round with the order, unless told.
          text.setMissingValue(SortField.STRING_LAST);
          fields.add(text);
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
    SortField sort = new SortField(field, SortField.Type.LONG, descending);
    sort.setMissingValue(descending ? Long.MIN_VALUE : Long.MAX_VALUE);
    return sort;
  }

  /// Puts rows without a value behind those with the largest value there is.
  private static SortField absent(int place) {
    SortField sort = new SortField(Columns.absent(place), SortField.Type.LONG);
    sort.setMissingValue(0L);
    return sort;
  }
}
