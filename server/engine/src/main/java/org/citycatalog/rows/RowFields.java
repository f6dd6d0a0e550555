package org.citycatalog.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;
import org.citycatalog.catalog.CellReader;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.jspecify.annotations.Nullable;

/// Makes the Lucene fields of rows, one row after another. Fields are used again for each row, so
/// one thread only.
final class RowFields {
  /// Told about every cell that breaks the schema.
  interface UnreadableCell {
    void at(int column, Value.Unreadable cell);
  }

  private final CellReader[] readers;
  private final Column[] columns;
  private final @Nullable BytesRef[] slices;
  private final List<IndexableField> document = new ArrayList<>();
  private final RowField row = new RowField();

  RowFields(TableSchema schema) {
    int count = schema.items().size();
    readers = new CellReader[count];
    columns = new Column[count];
    slices = new BytesRef[count];
    for (int i = 0; i < count; i++) {
      readers[i] = CellReader.of(schema.items().get(i), schema.missingValues());
      columns[i] = new Column(i, schema.items().get(i).type());
    }
  }

  /// Makes the fields of one stored row. They are valid until the next call.
  List<IndexableField> of(byte[] bytes, int start, int length, UnreadableCell sink) {
    document.clear();
    row.set(bytes, start, length);
    document.add(row);
    StoredRow.slice(bytes, start, slices);
    for (int i = 0; i < columns.length; i++) {
      BytesRef slice = slices[i];
      Column column = columns[i];
      Value value = readers[i].read(StoredRow.text(slice));
      switch (value) {
        case Value.Text(String text) ->
            column.text(text, slice == null ? new BytesRef(text) : slice);
        case Value.Int ignored -> column.number(Numbers.exact(value));
        case Value.Bool ignored -> column.number(Numbers.exact(value));
        case Value.Day ignored -> column.number(Numbers.exact(value));
        case Value.Moment ignored -> column.number(Numbers.exact(value));
        case Value.Decimal(var number) -> column.decimal(number);
        case Value.Point(double longitude, double latitude) -> column.point(longitude, latitude);
        case Value.Missing ignored -> column.absent(Columns.missingMark(i));
        case Value.Unreadable unreadable -> {
          column.absent(Columns.unreadableMark(i));
          sink.at(i, unreadable);
        }
      }
    }
    return document;
  }

  /// The fields of one column.
  private final class Column {
    private final int place;
    private final @Nullable TermField term;
    private final @Nullable WordsField words;
    private final @Nullable NumberField number;
    private final @Nullable NumericDocValuesField first;
    private final @Nullable NumericDocValuesField second;

    Column(int place, ColumnType type) {
      this.place = place;
      boolean text = type == ColumnType.TEXT || type == ColumnType.CODE;
      boolean pair = type == ColumnType.DECIMAL || type == ColumnType.POINT;
      term = text ? new TermField(Columns.value(place)) : null;
      words = type == ColumnType.TEXT ? new WordsField(Columns.words(place)) : null;
      number = text || pair ? null : new NumberField(Columns.value(place));
      first = pair ? new NumericDocValuesField(Columns.value(place), 0) : null;
      second = pair ? new NumericDocValuesField(Columns.second(place), 0) : null;
    }

    void text(String text, BytesRef bytes) {
      TermField field = present(term);
      field.set(LongText.term(bytes));
      document.add(field);
      if (LongText.isLong(bytes)) {
        document.add(new StringField(Columns.MARKS, Columns.longMark(place), Field.Store.NO));
      }
      if (words != null && !text.isEmpty()) {
        words.setStringValue(text);
        document.add(words);
      }
    }

    void number(long value) {
      NumberField field = present(number);
      field.setLongValue(value);
      document.add(field);
    }

    void decimal(java.math.BigDecimal value) {
      NumericDocValuesField whole = present(first);
      NumericDocValuesField fraction = present(second);
      whole.setLongValue(Numbers.whole(value));
      fraction.setLongValue(Numbers.fraction(value));
      document.add(whole);
      document.add(fraction);
      document.add(new BinaryPoint(Columns.point(place), Numbers.packed(value)));
    }

    void point(double longitude, double latitude) {
      NumericDocValuesField x = present(first);
      NumericDocValuesField y = present(second);
      x.setLongValue(Double.doubleToLongBits(longitude));
      y.setLongValue(Double.doubleToLongBits(latitude));
      document.add(x);
      document.add(y);
      document.add(new DoublePoint(Columns.point(place), longitude, latitude));
    }

    void absent(String mark) {
      document.add(new StringField(Columns.MARKS, mark, Field.Store.NO));
      document.add(new NumericDocValuesField(Columns.absent(place), 1));
    }

    private <T> T present(@Nullable T field) {
      if (field == null) {
        throw new IllegalStateException("column %d has another type".formatted(place));
      }
      return field;
    }
  }

  /// The stored row, taken from the block without a copy.
  private static final class RowField extends StoredField {
    RowField() {
      super(Columns.ROW, new BytesRef());
    }

    void set(byte[] bytes, int start, int length) {
      fieldsData = new BytesRef(bytes, start, length);
    }
  }

  /// A whole text as a term and an ordinal.
  private static final class TermField extends Field {
    private static final FieldType TYPE = new FieldType();

    static {
      TYPE.setIndexOptions(IndexOptions.DOCS);
      TYPE.setOmitNorms(true);
      TYPE.setTokenized(false);
      TYPE.setDocValuesType(DocValuesType.SORTED);
      TYPE.freeze();
    }

    TermField(String name) {
      super(name, new BytesRef(), TYPE);
    }

    void set(BytesRef term) {
      fieldsData = term;
    }

    @Override
    public InvertableType invertableType() {
      return InvertableType.BINARY;
    }
  }

  /// The words of a text, with positions so that neighbours can be asked for.
  private static final class WordsField extends Field {
    private static final FieldType TYPE = new FieldType();

    static {
      TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
      TYPE.setOmitNorms(true);
      TYPE.setTokenized(true);
      TYPE.freeze();
    }

    WordsField(String name) {
      super(name, "", TYPE);
    }

    @Override
    public TokenStream tokenStream(Analyzer analyzer, TokenStream reuse) {
      return analyzer.tokenStream(name(), stringValue());
    }
  }

  /// A number as a point and a value.
  private static final class NumberField extends Field {
    private static final FieldType TYPE = new FieldType();

    static {
      TYPE.setDimensions(1, Long.BYTES);
      TYPE.setDocValuesType(DocValuesType.NUMERIC);
      TYPE.freeze();
    }

    NumberField(String name) {
      super(name, TYPE);
      fieldsData = 0L;
    }

    @Override
    public BytesRef binaryValue() {
      byte[] point = new byte[Long.BYTES];
      NumericUtils.longToSortableBytes(((Number) fieldsData).longValue(), point, 0);
      return new BytesRef(point);
    }
  }
}
