package org.citycatalog.rows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Value;
import org.citycatalog.cql.LikePattern;
import org.citycatalog.cql.Predicate;
import org.citycatalog.cql.Predicate.Operator;
import org.citycatalog.cql.Sphere;

/// Turns a predicate into two queries: the rows where it is true and the rows where it is false.
///
/// Every query matches only rows that have a value, or is built from such ones, so that `NOT` is no
/// more than taking the other one: a negated clause would let rows without a value through.
final class PredicateQueries {
  private final TableSchema schema;

  /// @param schema the schema of the version, which says where each column stands
  PredicateQueries(TableSchema schema) {
    this.schema = schema;
  }

  /// The rows where the predicate is true.
  Query whereTrue(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And(var parts) -> all(parts.stream().map(this::whereTrue).toList());
      case Predicate.Or(var parts) -> any(parts.stream().map(this::whereTrue).toList());
      case Predicate.Not(var part) -> whereFalse(part);
      case Predicate.Constant(boolean truth) -> constant(truth);
      case Predicate.IsNull(String column) -> mark(Columns.missingMark(place(column)));
      case Predicate.Comparison comparison ->
          compare(comparison.column(), comparison.operator(), comparison.value());
      case Predicate.Between(String column, Value low, Value high) ->
          all(
              List.of(
                  compare(column, Operator.AT_LEAST, low),
                  compare(column, Operator.AT_MOST, high)));
      case Predicate.In(String column, var values) -> in(column, values);
      case Predicate.Like like -> like(like);
      case Predicate.WithinBox box -> box(box);
      case Predicate.WithinDistance distance -> distance(distance);
    };
  }

  /// The rows where the predicate is false.
  Query whereFalse(Predicate predicate) {
    return switch (predicate) {
      case Predicate.And(var parts) -> any(parts.stream().map(this::whereFalse).toList());
      case Predicate.Or(var parts) -> all(parts.stream().map(this::whereFalse).toList());
      case Predicate.Not(var part) -> whereTrue(part);
      case Predicate.Constant(boolean truth) -> constant(!truth);
      case Predicate.IsNull(String column) -> hasValue(column);
      case Predicate.Comparison(String column, var operator, Value value) ->
          compare(column, opposite(operator), value);
      case Predicate.Between(String column, Value low, Value high) ->
          any(
              List.of(
                  compare(column, Operator.LESS, low), compare(column, Operator.GREATER, high)));
      case Predicate.In(String column, var values) -> without(column, in(column, values));
      case Predicate.Like like -> without(like.column(), like(like));
      case Predicate.WithinBox box -> without(box.column(), box(box));
      case Predicate.WithinDistance distance -> without(distance.column(), distance(distance));
    };
  }

  private Query compare(String column, Operator operator, Value value) {
    if (operator == Operator.NOT_EQUAL) {
      return without(column, compare(column, Operator.EQUAL, value));
    }
    int place = place(column);
    return switch (value) {
      case Value.Text(String text) -> compareText(place, operator, text);
      case Value.Decimal(var number) -> compareDecimal(place, operator, number);
      case Value.Int ignored -> compareNumber(place, operator, Numbers.exact(value));
      case Value.Bool ignored -> compareNumber(place, operator, Numbers.exact(value));
      case Value.Day ignored -> compareNumber(place, operator, Numbers.exact(value));
      case Value.Moment ignored -> compareNumber(place, operator, Numbers.exact(value));
      case Value.Point(double longitude, double latitude) ->
          box(column, longitude, latitude, longitude, latitude);
      case Value.Missing missing -> throw notAValue(missing);
      case Value.Unreadable unreadable -> throw notAValue(unreadable);
    };
  }

  private static Query compareText(int place, Operator operator, String text) {
    String field = Columns.value(place);
    BytesRef term = LongText.term(new BytesRef(text));
    return switch (operator) {
      case EQUAL -> new TermQuery(new Term(field, term));
      case LESS -> new TermRangeQuery(field, null, term, true, false);
      case AT_MOST -> new TermRangeQuery(field, null, term, true, true);
      case GREATER -> new TermRangeQuery(field, term, null, false, true);
      case AT_LEAST -> new TermRangeQuery(field, term, null, true, true);
      case NOT_EQUAL -> throw new IllegalArgumentException("taken apart before");
    };
  }

  private static Query compareNumber(int place, Operator operator, long number) {
    String field = Columns.value(place);
    return switch (operator) {
      case EQUAL -> LongPoint.newExactQuery(field, number);
      case LESS ->
          number == Long.MIN_VALUE
              ? MatchNoDocsQuery.INSTANCE
              : LongPoint.newRangeQuery(field, Long.MIN_VALUE, number - 1);
      case AT_MOST -> LongPoint.newRangeQuery(field, Long.MIN_VALUE, number);
      case GREATER ->
          number == Long.MAX_VALUE
              ? MatchNoDocsQuery.INSTANCE
              : LongPoint.newRangeQuery(field, number + 1, Long.MAX_VALUE);
      case AT_LEAST -> LongPoint.newRangeQuery(field, number, Long.MAX_VALUE);
      case NOT_EQUAL -> throw new IllegalArgumentException("taken apart before");
    };
  }

  private static Query compareDecimal(int place, Operator operator, BigDecimal number) {
    String field = Columns.point(place);
    byte[] packed = Numbers.packed(number);
    return switch (operator) {
      case EQUAL -> BinaryPoint.newExactQuery(field, packed);
      case LESS ->
          Arrays.equals(packed, Numbers.smallest())
              ? MatchNoDocsQuery.INSTANCE
              : BinaryPoint.newRangeQuery(field, Numbers.smallest(), Numbers.step(packed, -1));
      case AT_MOST -> BinaryPoint.newRangeQuery(field, Numbers.smallest(), packed);
      case GREATER ->
          Arrays.equals(packed, Numbers.largest())
              ? MatchNoDocsQuery.INSTANCE
              : BinaryPoint.newRangeQuery(field, Numbers.step(packed, 1), Numbers.largest());
      case AT_LEAST -> BinaryPoint.newRangeQuery(field, packed, Numbers.largest());
      case NOT_EQUAL -> throw new IllegalArgumentException("taken apart before");
    };
  }

  private Query in(String column, List<Value> values) {
    int place = place(column);
    if (values.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    ColumnType type = schema.items().get(place).type();
    return switch (type) {
      case TEXT, CODE -> {
        List<BytesRef> terms = new ArrayList<>();
        for (Value value : values) {
          terms.add(LongText.term(new BytesRef(((Value.Text) value).text())));
        }
        yield new TermInSetQuery(Columns.value(place), terms);
      }
      case INTEGER, BOOLEAN, DATE, DATETIME ->
          LongPoint.newSetQuery(
              Columns.value(place), values.stream().mapToLong(Numbers::exact).toArray());
      case DECIMAL ->
          BinaryPoint.newSetQuery(
              Columns.point(place),
              values.stream()
                  .map(value -> Numbers.packed(((Value.Decimal) value).number()))
                  .toArray(byte[][]::new));
      case POINT ->
          any(values.stream().map(value -> compare(column, Operator.EQUAL, value)).toList());
    };
  }

  private Query like(Predicate.Like like) {
    int place = place(like.column());
    // The terms of long texts are not their texts: of these rows the stored text is looked at
    // instead.
    Query inTerms = new LikeQuery(Columns.value(place), like.pattern(), like.anyCase());
    Query inLongTexts =
        new CheckedQuery(
            mark(Columns.longMark(place)),
            new StoredTextLike(schema.items().size(), place, like.pattern(), like.anyCase()));
    return any(List.of(inTerms, inLongTexts));
  }

  private Query box(Predicate.WithinBox box) {
    if (box.west() <= box.east()) {
      return box(box.column(), box.west(), box.south(), box.east(), box.north());
    }
    return any(
        List.of(
            box(box.column(), box.west(), box.south(), 180, box.north()),
            box(box.column(), -180, box.south(), box.east(), box.north())));
  }

  private Query box(String column, double west, double south, double east, double north) {
    return DoublePoint.newRangeQuery(
        Columns.point(place(column)), new double[] {west, south}, new double[] {east, north});
  }

  private Query distance(Predicate.WithinDistance near) {
    Query coarse = box(Sphere.boxAround(near));
    return new CheckedQuery(coarse, new Near(place(near.column()), near));
  }

  private Query hasValue(String column) {
    return new FieldExistsQuery(Columns.value(place(column)));
  }

  /// Rows with a value that are not among some rows with a value.
  private Query without(String column, Query rows) {
    BooleanQuery.Builder rest = new BooleanQuery.Builder();
    rest.add(hasValue(column), Occur.FILTER);
    rest.add(rows, Occur.MUST_NOT);
    return rest.build();
  }

  private int place(String column) {
    int place = schema.indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException(
          "a checked predicate names '%s', which is no column".formatted(column));
    }
    return place;
  }

  private static Operator opposite(Operator operator) {
    return switch (operator) {
      case EQUAL -> Operator.NOT_EQUAL;
      case NOT_EQUAL -> Operator.EQUAL;
      case LESS -> Operator.AT_LEAST;
      case AT_LEAST -> Operator.LESS;
      case GREATER -> Operator.AT_MOST;
      case AT_MOST -> Operator.GREATER;
    };
  }

  private static Query mark(String mark) {
    return new TermQuery(new Term(Columns.MARKS, mark));
  }

  private static Query constant(boolean truth) {
    return truth ? MatchAllDocsQuery.INSTANCE : MatchNoDocsQuery.INSTANCE;
  }

  private static Query all(List<Query> queries) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    queries.forEach(query -> all.add(query, Occur.FILTER));
    return all.build();
  }

  private static Query any(List<Query> queries) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    queries.forEach(query -> any.add(query, Occur.SHOULD));
    return any.build();
  }

  private static IllegalArgumentException notAValue(Value value) {
    return new IllegalArgumentException("a checked predicate compares with " + value);
  }

  private record Near(int place, Predicate.WithinDistance near) implements CheckedQuery.Check {
    @Override
    public CheckedQuery.OnSegment on(LeafReaderContext segment) throws java.io.IOException {
      NumericDocValues longitudes = DocValues.getNumeric(segment.reader(), Columns.value(place));
      NumericDocValues latitudes = DocValues.getNumeric(segment.reader(), Columns.second(place));
      return doc -> {
        if (!longitudes.advanceExact(doc) || !latitudes.advanceExact(doc)) {
          return false;
        }
        double metres =
            Sphere.distanceMetres(
                near.longitude(),
                near.latitude(),
                Double.longBitsToDouble(longitudes.longValue()),
                Double.longBitsToDouble(latitudes.longValue()));
        return near.inclusive() ? metres <= near.metres() : metres < near.metres();
      };
    }

    @Override
    public float cost() {
      return 100;
    }
  }

  private record StoredTextLike(int columns, int place, String pattern, boolean anyCase)
      implements CheckedQuery.Check {
    @Override
    public CheckedQuery.OnSegment on(LeafReaderContext segment) throws java.io.IOException {
      StoredFields stored = segment.reader().storedFields();
      LikePattern like = LikePattern.of(pattern, anyCase);
      int[] wanted = {place};
      return doc -> {
        QueryTime.check(); // a long text may take a second
        String text = StoredRow.texts(StoredRowVisitor.row(stored, doc), columns, wanted)[0];
        return text != null && like.matches(text);
      };
    }

    @Override
    public float cost() {
      return 10_000;
    }
  }
}
