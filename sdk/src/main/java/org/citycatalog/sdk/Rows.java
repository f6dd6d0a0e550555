package org.citycatalog.sdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citycatalog.sdk.api.RowsApi;
import org.citycatalog.sdk.model.ExportFormat;
import org.citycatalog.sdk.model.RowForm;
import org.citycatalog.sdk.model.RowQuery;
import org.citycatalog.sdk.transport.Answer;
import org.citycatalog.sdk.transport.Transport;
import org.jspecify.annotations.Nullable;

/// A question to the rows of one dataset. Each method that refines it gives a new question; the
/// others ask the server.
///
/// A stream of rows is of one version of the dataset, and whole: if it does not come to exactly as
/// many rows as the server counted, it ends with an
/// [org.citycatalog.sdk.error.IncompleteAnswerException]. The page after the one being read is
/// fetched meanwhile; close a stream that is left early.
public final class Rows implements Paged<Row> {
  private static final int LARGEST_PAGE = 10_000;
  private static final int USUAL_PAGE = 1000;

  private record Question(
      String dataset,
      @Nullable Condition condition,
      @Nullable String words,
      List<String> columns,
      List<Order> order,
      RowForm form,
      int pageSize) {}

  private final Transport transport;
  private final RowsApi api;
  private final Question question;

  private Rows(Transport transport, RowsApi api, Question question) {
    this.transport = transport;
    this.api = api;
    this.question = question;
  }

  static Rows of(Transport transport, RowsApi api, String dataset) {
    return new Rows(
        transport,
        api,
        new Question(dataset, null, null, List.of(), List.of(), RowForm.TYPED, USUAL_PAGE));
  }

  /// Keeps the rows that satisfy a condition, besides those given before.
  ///
  /// @param condition the condition; [Conditions] makes them
  /// @return the narrower question
  public Rows where(Condition condition) {
    Question q = question;
    Condition all = q.condition == null ? condition : q.condition.and(condition);
    return with(new Question(q.dataset, all, q.words, q.columns, q.order, q.form, q.pageSize));
  }

  /// Keeps the rows that satisfy a condition, besides those given before.
  ///
  /// @param cql2 CQL2 text, e.g. `free > 10 AND name LIKE '%公园%'`
  /// @return the narrower question
  public Rows where(String cql2) {
    return where(Condition.of(cql2));
  }

  /// Keeps the rows whose text columns hold all these words.
  ///
  /// @param words the words
  /// @return the narrower question
  public Rows words(String words) {
    Question q = question;
    return with(
        new Question(
            q.dataset,
            q.condition,
            Objects.requireNonNull(words),
            q.columns,
            q.order,
            q.form,
            q.pageSize));
  }

  /// Asks for some columns.
  ///
  /// @param columns the columns, in the order wanted
  /// @return the same question for those columns
  public Rows select(String... columns) {
    Question q = question;
    return with(
        new Question(
            q.dataset, q.condition, q.words, List.of(columns), q.order, q.form, q.pageSize));
  }

  /// Sets the order; where nothing is said it is that of the source file.
  ///
  /// @param order the first column decides, the next among its equals; `asc` and `desc` of [Order]
  /// @return the same question in that order
  public Rows sort(Order... order) {
    Question q = question;
    return with(
        new Question(
            q.dataset, q.condition, q.words, q.columns, List.of(order), q.form, q.pageSize));
  }

  /// Chooses between canonical values and the text of every cell as it was delivered.
  ///
  /// @param form typed where nothing is said
  /// @return the same question in that form
  public Rows form(RowForm form) {
    Question q = question;
    return with(
        new Question(q.dataset, q.condition, q.words, q.columns, q.order, form, q.pageSize));
  }

  /// Sets how many rows one request brings.
  ///
  /// @param rows 1 to 10,000; 1,000 where nothing is said
  /// @return the same question in such pages
  /// @throws IllegalArgumentException if `rows` is out of range
  public Rows pageSize(int rows) {
    if (rows < 1 || rows > LARGEST_PAGE) {
      throw new IllegalArgumentException("pages hold 1 to 10000 rows but " + rows + " were asked");
    }
    Question q = question;
    return with(new Question(q.dataset, q.condition, q.words, q.columns, q.order, q.form, rows));
  }

  private Rows with(Question refined) {
    return new Rows(transport, api, refined);
  }

  @Override
  public long total() {
    return page(null, 1).total();
  }

  /// Counts the rows that match.
  ///
  /// @return the exact count
  public long count() {
    return total();
  }

  @Override
  public Stream<List<Row>> pages() {
    return RowPages.stream(transport, cursor -> page(cursor, question.pageSize)).map(Page::rows);
  }

  @Override
  public List<Row> first(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count must be 0 or more but was " + count);
    }
    if (count == 0) {
      return List.of();
    }
    if (count <= question.pageSize) {
      return List.copyOf(page(null, count).rows());
    }
    List<Row> found = new ArrayList<>();
    try (Stream<Row> rows = stream()) {
      rows.limit(count).forEach(found::add);
    }
    return List.copyOf(found);
  }

  /// Reads rows as records of the caller's own.
  ///
  /// A component is named as its column, or says it with [Column]. Its type is [String], `long`,
  /// `int`, `double`, `boolean`, their boxes, [java.math.BigDecimal], [java.time.LocalDate],
  /// [java.time.OffsetDateTime], [Point], [Cell], or an [java.util.Optional] of one of them. A
  /// missing value is an empty `Optional` where the component says so, and otherwise a
  /// [NoValueException]; an unreadable one is a `NoValueException` wherever the component is no
  /// [Cell]. Where nothing was selected, the components are.
  ///
  /// @param <T> the record
  /// @param type the record's class
  /// @return the same question as records
  /// @throws IllegalArgumentException if a component's type is none of those
  public <T extends Record> Paged<T> as(Class<T> type) {
    RecordMapper<T> mapper = new RecordMapper<>(type);
    Rows selected =
        question.columns.isEmpty() ? select(mapper.columns().toArray(String[]::new)) : this;
    return new Mapped<>(selected, mapper::map);
  }

  /// Writes every matching row to a file. The file appears under its name only when it is whole.
  ///
  /// @param format CSV, JSON or JSON Lines
  /// @param file the file; one of that name is replaced
  /// @return the number of rows written
  /// @throws IOException if the file cannot be written
  public long export(ExportFormat format, Path file) throws IOException {
    Path whole = file.toAbsolutePath();
    // Not a file of createTempFile, which nobody but its owner could read afterwards.
    Path part = whole.resolveSibling(whole.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      long rows;
      try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
        rows = export(format, out);
      }
      Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Writes every matching row to a stream.
  ///
  /// @param format CSV, JSON or JSON Lines
  /// @param out where to; not closed
  /// @return the number of rows written
  /// @throws IOException if the stream cannot be written
  /// @throws org.citycatalog.sdk.error.IncompleteAnswerException if not all rows came; what was
  ///   written is then not the whole
  public long export(ExportFormat format, OutputStream out) throws IOException {
    try (ExportStream in = open(format)) {
      in.transferTo(out);
      return in.rows();
    }
  }

  /// Opens every matching row as a file. At its end the stream has checked that all rows came, or
  /// throws.
  ///
  /// @param format CSV, JSON or JSON Lines
  /// @return the stream, to be closed
  public ExportStream open(ExportFormat format) {
    Answer<InputStream> answer =
        api.exportRows(
            question.dataset,
            format,
            question.condition == null ? null : question.condition.text(),
            question.words,
            listed("column", question.columns),
            listed("order", question.order.stream().map(Order::text).toList()),
            question.form,
            null);
    return ExportStream.of(answer, format);
  }

  private static @Nullable String listed(String what, List<String> names) {
    if (names.stream().anyMatch(name -> name.contains(","))) {
      throw new IllegalArgumentException(
          "an export cannot name a %s with a comma: %s".formatted(what, names));
    }
    return names.isEmpty() ? null : names.stream().collect(Collectors.joining(","));
  }

  private Page page(@Nullable String cursor, int size) {
    RowQuery.Builder query =
        RowQuery.builder()
            .filter(question.condition == null ? null : question.condition.text())
            .q(question.words)
            .form(question.form)
            .limit(size)
            .cursor(cursor);
    if (!question.columns.isEmpty()) {
      query.select(question.columns);
    }
    if (!question.order.isEmpty()) {
      query.sort(question.order.stream().map(Order::text).toList());
    }
    return api.queryRows(question.dataset, query.build(), new PageReader(question.columns)).body();
  }

  @Override
  public String toString() {
    return "Rows[" + question.dataset + Arrays.asList(question.condition, question.words) + "]";
  }
}
