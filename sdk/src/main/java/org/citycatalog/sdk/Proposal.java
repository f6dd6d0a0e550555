package org.citycatalog.sdk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.citycatalog.sdk.model.ColumnType;
import org.citycatalog.sdk.model.Item;
import org.citycatalog.sdk.model.SchemaEvidence;
import org.citycatalog.sdk.model.SchemaProposal;
import org.citycatalog.sdk.model.TableSchema;
import org.citycatalog.sdk.transport.Answer;
import org.jspecify.annotations.Nullable;

/// Types proposed for the columns of a file. Nothing is stored before it is accepted; each method
/// that changes a column gives a new proposal.
///
/// Where the dataset has an item of a column's name, its title, description, unit and level are
/// kept.
public final class Proposal {
  private final FileLoad file;
  private final DatasetHandle dataset;
  private final String tag;
  private final SchemaEvidence evidence;
  private final TableSchema schema;

  private Proposal(
      FileLoad file,
      DatasetHandle dataset,
      String tag,
      SchemaEvidence evidence,
      TableSchema schema) {
    this.file = file;
    this.dataset = dataset;
    this.tag = tag;
    this.evidence = evidence;
    this.schema = schema;
  }

  static Proposal of(FileLoad file, DatasetHandle dataset, Answer<SchemaProposal> answer) {
    SchemaProposal proposed = answer.body();
    TableSchema schema =
        TableSchema.builder()
            .fields(proposed.fields())
            .missingValues(proposed.missingValues())
            .primaryKey(proposed.primaryKey())
            .build();
    return new Proposal(file, dataset, DatasetRevision.tag(answer), proposed.evidence(), schema);
  }

  /// The columns as they would be set.
  ///
  /// @return the schema, with the changes made so far
  public TableSchema schema() {
    return schema;
  }

  /// What was seen in the file: counts and counter-examples for each column.
  ///
  /// @return the evidence, the same whatever has been changed
  public SchemaEvidence evidence() {
    return evidence;
  }

  /// Gives a column another type, for a steward who knows better. Its format is then the type's own
  /// and its constraints are gone; where it has the type already, nothing changes.
  ///
  /// @param column the column
  /// @param type its type
  /// @return the changed proposal
  /// @throws IllegalArgumentException if the file has no such column
  public Proposal with(String column, ColumnType type) {
    Item old = item(column);
    return old.type() == type
        ? this
        : with(old.toBuilder().type(type).format(null).constraints(null).build());
  }

  /// Gives a column another type and says how its values are written.
  ///
  /// @param column the column
  /// @param type its type
  /// @param format e.g. `%Y/%m/%d` for dates, `是|否` for truths
  /// @return the changed proposal
  /// @throws IllegalArgumentException if the file has no such column
  public Proposal with(String column, ColumnType type, String format) {
    return with(with(column, type).item(column).toBuilder().format(format).build());
  }

  /// Replaces everything that is said of a column.
  ///
  /// @param item the item of the column it names
  /// @return the changed proposal
  /// @throws IllegalArgumentException if the file has no such column
  public Proposal with(Item item) {
    List<Item> items = new ArrayList<>(schema.fields());
    items.set(items.indexOf(item(item.name())), item);
    return with(schema.toBuilder().fields(items));
  }

  /// Says which texts of cells mean no value.
  ///
  /// @param texts all of them; an empty cell is one only if `""` is among them
  /// @return the changed proposal
  public Proposal missingValues(String... texts) {
    return with(schema.toBuilder().missingValues(List.of(texts)));
  }

  private Proposal with(TableSchema.Builder changed) {
    return new Proposal(file, dataset, tag, evidence, changed.build());
  }

  private Item item(String column) {
    Stream<Item> named = schema.fields().stream().filter(item -> item.name().equals(column));
    return named
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the file has no column '%s' but %s"
                    .formatted(column, schema.fields().stream().map(Item::name).toList())));
  }

  /// Accepts the proposal with the changes made so far: the dataset's columns are set. From then on
  /// every load follows them.
  ///
  /// @return the entry's next revision, or what it still is where [DatasetRevision#proposed] says
  ///   that a second person has to look at it
  /// @throws org.citycatalog.sdk.error.ConflictException if the entry has changed since the file
  ///   was read
  public DatasetRevision accept() {
    return accepted(null);
  }

  /// Accepts the proposal and says why, for the second person who may have to look at it.
  ///
  /// @param reason why
  /// @return as [#accept()]
  /// @throws org.citycatalog.sdk.error.ConflictException if the entry has changed since the file
  ///   was read
  public DatasetRevision accept(String reason) {
    return accepted(reason);
  }

  private DatasetRevision accepted(@Nullable String reason) {
    var answer = dataset.schemas().setSchema(tag, dataset.id(), schema, reason);
    return dataset.current().after(answer);
  }

  /// Accepts the proposal and loads the file.
  ///
  /// @return the load to watch
  /// @throws IOException if the file cannot be read
  /// @throws org.citycatalog.sdk.error.ConflictException if the entry has changed since the file
  ///   was read; nothing is loaded
  /// @throws IllegalStateException if a second person has to look at the columns; nothing is loaded
  public LoadJob acceptAndLoad() throws IOException {
    OptionalLong proposed = accept().proposed();
    if (proposed.isPresent()) {
      throw new IllegalStateException(
          "the columns of %s wait for a second person as proposed change %d"
              .formatted(dataset.id(), proposed.getAsLong()));
    }
    return file.start();
  }

  @Override
  public String toString() {
    return "Proposal[%s, %d columns]".formatted(dataset.id(), schema.fields().size());
  }
}
