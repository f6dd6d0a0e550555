package org.citycatalog.ingest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.citycatalog.catalog.ColumnType;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.jspecify.annotations.Nullable;

/// Types proposed for the columns of a file, from all of its rows.
///
/// @param rows rows looked at: those whose shape could be read
/// @param missingValues texts that mean no value, always with the empty one
public record TypeProposal(long rows, List<String> missingValues, List<ColumnProposal> columns) {
  private static final double MOST_MISSING = 0.5;

  public TypeProposal {
    missingValues = List.copyOf(missingValues);
    columns = List.copyOf(columns);
  }

  /// Reads a file and proposes types.
  static TypeProposal of(Source source) throws IOException {
    try (SourceReader records = source.open()) {
      return of(records);
    }
  }

  /// Reads a file to its end and proposes types. The reader stays open.
  public static TypeProposal of(SourceReader reader) throws IOException {
    CellKinds kinds = new CellKinds();
    List<String> names = reader.columns();
    ColumnEvidence[] columns = new ColumnEvidence[names.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new ColumnEvidence(names.get(i), kinds);
    }
    long rows = 0;
    for (SourceRecord record = reader.next(); record != null; record = reader.next()) {
      if (record.rejection() != null) {
        continue;
      }
      rows++;
      for (int i = 0; i < columns.length; i++) {
        columns[i].add(record.cells()[i], record.line());
      }
    }
    return decide(rows, List.of(columns));
  }

  /// A text stands for no value in the whole file as soon as one column of numbers, dates or the
  /// like has it beside at least as many values.
  private static TypeProposal decide(long rows, List<ColumnEvidence> columns) {
    Set<String> missing = new LinkedHashSet<>();
    missing.add("");
    for (ColumnEvidence column : columns) {
      long absent = column.noValues().values().stream().mapToLong(Long::longValue).sum();
      ColumnType type = TypeRules.of(column).type();
      boolean typed =
          type != ColumnType.TEXT
              && (type != ColumnType.CODE || column.isAll(CellKind.DIGITS::contains));
      if (typed && absent > 0 && absent <= MOST_MISSING * (absent + column.valued())) {
        missing.addAll(column.noValues().keySet());
      }
    }
    List<ColumnProposal> proposals = new ArrayList<>();
    for (ColumnEvidence column : columns) {
      proposals.add(propose(column, missing));
    }
    return new TypeProposal(rows, List.copyOf(missing), proposals);
  }

  private static ColumnProposal propose(ColumnEvidence column, Set<String> missing) {
    long absent = column.empty();
    long words = 0;
    List<String> taken = new ArrayList<>();
    for (var each : column.noValues().entrySet()) {
      if (missing.contains(each.getKey())) {
        absent += each.getValue();
        taken.add("%s (%,d)".formatted(each.getKey(), each.getValue()));
      } else {
        words += each.getValue();
      }
    }
    TypeRules.Verdict verdict = TypeRules.of(column);
    ColumnType type = verdict.type();
    String format = verdict.format();
    String reason = verdict.reason();
    if (words > 0 && type != ColumnType.TEXT) {
      type = ColumnType.TEXT;
      format = null;
      reason =
          "%,d of %,d cells say that there is no value, too many to be sure what the column is."
              .formatted(words, column.cells() - column.empty());
    }
    if (!taken.isEmpty()) {
      reason = "%s Taken for no value: %s.".formatted(reason, String.join(", ", taken));
    }
    List<CounterExample> against =
        verdict.shown() == null ? List.of() : column.against(verdict.shown(), verdict.shownFor());
    return new ColumnProposal(
        column.name(),
        type,
        format,
        column.cells(),
        absent,
        column.cells() - absent,
        against,
        reason);
  }

  /// The proposal as a schema.
  public TableSchema toSchema() {
    return new TableSchema(
        columns.stream().map(ColumnProposal::toItem).toList(), missingValues, List.of());
  }

  /// The proposal as it is kept with a load.
  ///
  /// @param source the file, null where it is not part of it
  public JsonObject toJson(@Nullable SourceFile source) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("rows", rows);
    if (source != null) {
      json.add("source", json(source));
    }
    JsonArrayBuilder list = Json.createArrayBuilder();
    columns.forEach(column -> list.add(json(column)));
    return json.add("missingValues", Json.createArrayBuilder(missingValues))
        .add("columns", list)
        .build();
  }

  private static JsonObjectBuilder json(SourceFile source) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("format", source.format());
    if (source.compression() != null) {
      json.add("compression", source.compression());
    }
    if (source.encoding() != null) {
      json.add("encoding", source.encoding());
    }
    if (source.delimiter() != null) {
      json.add("delimiter", source.delimiter().toString());
    }
    Boolean header = source.header();
    if (header != null) {
      json.add("header", header.booleanValue());
    }
    if (source.sheet() != null) {
      json.add("sheet", source.sheet());
    }
    return json.add("sha256", source.sha256()).add("bytes", source.bytes());
  }

  private static JsonObjectBuilder json(ColumnProposal column) {
    JsonObjectBuilder json =
        Json.createObjectBuilder().add("name", column.name()).add("type", column.type().code());
    if (column.format() != null) {
      json.add("format", column.format());
    }
    JsonArrayBuilder examples = Json.createArrayBuilder();
    for (CounterExample each : column.counterExamples()) {
      examples.add(
          Json.createObjectBuilder()
              .add("line", each.line())
              .add("text", each.text())
              .add("type", each.type().code()));
    }
    return json.add("cells", column.cells())
        .add("missing", column.missing())
        .add("matching", column.matching())
        .add("counterExamples", examples)
        .add("reason", column.reason());
  }
}
