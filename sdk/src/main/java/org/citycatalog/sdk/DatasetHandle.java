package org.citycatalog.sdk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.citycatalog.sdk.api.AccessApi;
import org.citycatalog.sdk.api.BoundaryApi;
import org.citycatalog.sdk.api.CorrectionsApi;
import org.citycatalog.sdk.api.DatasetsApi;
import org.citycatalog.sdk.api.LoadsApi;
import org.citycatalog.sdk.api.MatchesApi;
import org.citycatalog.sdk.api.RowsApi;
import org.citycatalog.sdk.api.SchemaApi;
import org.citycatalog.sdk.api.StatisticsApi;
import org.citycatalog.sdk.api.VersionsApi;
import org.citycatalog.sdk.model.BoundaryPreview;
import org.citycatalog.sdk.model.Correction;
import org.citycatalog.sdk.model.CorrectionReport;
import org.citycatalog.sdk.model.Cube;
import org.citycatalog.sdk.model.Dataset;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.Explanation;
import org.citycatalog.sdk.model.Load;
import org.citycatalog.sdk.model.LoadList;
import org.citycatalog.sdk.model.MatchQuestion;
import org.citycatalog.sdk.model.Revision;
import org.citycatalog.sdk.model.RevisionList;
import org.citycatalog.sdk.model.TableSchema;
import org.citycatalog.sdk.model.Version;
import org.citycatalog.sdk.model.VersionList;
import org.citycatalog.sdk.model.ViewerKind;
import org.citycatalog.sdk.transport.Transport;
import org.citycatalog.sdk.transport.Waiting;

/// One dataset in hand. Every method but [#id] and [#rows] asks the server.
///
/// A dataset that is not there, or that the caller may not see, is a
/// [org.citycatalog.sdk.error.NotFoundException].
public final class DatasetHandle {
  private final String id;
  private final Transport transport;
  private final Waiting waiting;
  private final DatasetsApi datasets;
  private final SchemaApi schemas;
  private final VersionsApi versions;
  private final LoadsApi loads;
  private final RowsApi rows;

  DatasetHandle(
      String id,
      Transport transport,
      Waiting waiting,
      DatasetsApi datasets,
      SchemaApi schemas,
      VersionsApi versions,
      LoadsApi loads,
      RowsApi rows) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a dataset has an id like transport.parking");
    }
    this.id = id;
    this.transport = transport;
    this.waiting = waiting;
    this.datasets = datasets;
    this.schemas = schemas;
    this.versions = versions;
    this.loads = loads;
    this.rows = rows;
  }

  /// The dataset's id.
  public String id() {
    return id;
  }

  /// Reads the description.
  ///
  /// @return the entry
  public DatasetEntry entry() {
    return current().entry();
  }

  /// Reads the entry as it stands, for a steward to go on from.
  ///
  /// @return its current revision
  public DatasetRevision current() {
    return DatasetRevision.of(this, datasets, datasets.getDataset(id, null));
  }

  /// Lists every revision of the entry; for its provider and the operator.
  ///
  /// @return the revisions, oldest first
  public List<Revision> revisions() {
    return Cursors.all(
        (limit, cursor) -> datasets.listRevisions(id, limit, cursor).body(),
        RevisionList::revisions,
        RevisionList::next);
  }

  /// Reads the columns.
  ///
  /// @return the schema
  public TableSchema schema() {
    return schemas.getSchema(id, null).body();
  }

  /// Lists the loaded states.
  ///
  /// @return the versions, newest first
  public List<Version> versions() {
    return Cursors.all(
        (limit, cursor) -> versions.listVersions(id, limit, cursor).body(),
        VersionList::versions,
        VersionList::next);
  }

  /// Asks for rows.
  ///
  /// @return the question, to be refined or read
  public Rows rows() {
    return Rows.of(transport, rows, id);
  }

  /// Lists the tables of statistics.
  ///
  /// @return the cubes; none where the dataset has none for the caller
  public List<Cube> cubes() {
    return new StatisticsApi(transport).listCubes(id).body().cubes();
  }

  /// Asks for statistics of rows that are themselves not given.
  ///
  /// @param name of one of [#cubes]
  /// @return the question, to be refined or read
  public CubeQuery cube(String name) {
    return new CubeQuery(new StatisticsApi(transport), id, name);
  }

  /// Asks whether a row has exactly these values, under a grant that answers that and gives no
  /// rows.
  ///
  /// @param values by column, as cells are written; all columns of the grant's tuple
  /// @return whether there is one
  public boolean matches(Map<String, String> values) {
    return new MatchesApi(transport).matchTuple(id, new MatchQuestion(values)).body().match();
  }

  /// Lists the loads; for the dataset's provider and the operator.
  ///
  /// @return the loads, newest first
  public List<Load> loads() {
    return Cursors.all(
        (limit, cursor) -> loads.listLoads(id, limit, cursor).body(),
        LoadList::loads,
        LoadList::next);
  }

  /// Takes up a load that was begun before.
  ///
  /// @param load the load's id
  /// @return the load to watch
  public LoadJob loadJob(String load) {
    return new LoadJob(id, load, loads, waiting);
  }

  /// Prepares to send a file of rows; for the dataset's provider.
  ///
  /// @param file CSV, TSV, JSON, JSON Lines, GeoJSON or XLSX, gzip-compressed or not
  /// @return the file, for its format and limits to be said where they should not be found
  public FileLoad loading(Path file) {
    return new FileLoad(this, file, loads, schemas);
  }

  /// Sends a file of rows to have types proposed for its columns; for the dataset's provider.
  ///
  /// @param file CSV, TSV, JSON, JSON Lines, GeoJSON or XLSX, gzip-compressed or not
  /// @return the proposal with its evidence, to be accepted; nothing is stored
  /// @throws IOException if the file cannot be read
  public Proposal propose(Path file) throws IOException {
    return loading(file).propose();
  }

  /// Loads a file of rows as the next version and waits until it is visible; for the dataset's
  /// provider.
  ///
  /// @param file CSV, TSV, JSON, JSON Lines, GeoJSON or XLSX, gzip-compressed or not
  /// @return the load, done
  /// @throws IOException if the file cannot be read
  /// @throws LoadEndedException if the load ends otherwise than loaded
  public Load load(Path file) throws IOException {
    return loading(file).start().await();
  }

  SchemaApi schemas() {
    return schemas;
  }

  /// Asks what the caller may read of the dataset, by which rule, and what would change it.
  ///
  /// @return the decision
  public Explanation explain() {
    return new AccessApi(transport).explainAccess(id, null, null, null, null).body();
  }

  /// Asks what another kind of caller may read without a grant; for the dataset's provider and the
  /// operator.
  ///
  /// @param kind who looks
  /// @return the decision
  public Explanation explainTo(ViewerKind kind) {
    return new AccessApi(transport).explainAccess(id, kind, null, null, null).body();
  }

  /// Asks what the recipient of a grant may read for its purpose; for the dataset's provider and
  /// the operator.
  ///
  /// @param grant the grant's id
  /// @return the decision
  public Explanation explainToGrant(String grant) {
    return new AccessApi(transport).explainAccess(id, null, grant, null, null).body();
  }

  /// Asks what an organisation that has asked the provider for access may read, without a grant and
  /// under each; for the dataset's provider and the operator.
  ///
  /// @param organisation its unified social credit code
  /// @return the decision, and those under its grants
  public Explanation explainToOrganisation(String organisation) {
    return new AccessApi(transport).explainAccess(id, null, null, organisation, null).body();
  }

  /// Asks what is read with a key that was made for a grant; for the dataset's provider and the
  /// operator.
  ///
  /// @param key the key's id
  /// @return the decision
  public Explanation explainToKey(String key) {
    return new AccessApi(transport).explainAccess(id, null, null, null, key).body();
  }

  /// Reads the entry as another kind of caller sees it; for the dataset's provider and the
  /// operator.
  ///
  /// @param kind who looks
  /// @return the entry as it is shown to them
  /// @throws org.citycatalog.sdk.error.NotFoundException if they see none
  public Dataset seenBy(ViewerKind kind) {
    return datasets.getDataset(id, kind).body();
  }

  /// Asks what an entry would open and shut if it were published so; for the dataset's provider. It
  /// is not saved.
  ///
  /// @param entry the entry as it would be
  /// @return what would change for every kind of caller and under every live grant, with warnings
  public BoundaryPreview preview(DatasetEntry entry) {
    return new BoundaryApi(transport).previewBoundary(id, entry).body();
  }

  /// The changes of the dataset that two persons look at; for its provider and the operator.
  ///
  /// @return what is proposed
  public ProposedChanges proposedChanges() {
    return new ProposedChanges(id, new BoundaryApi(transport));
  }

  /// Reports an error in a row, a column or the dataset; needs a key. Of a row that the caller may
  /// not read, it is as if there were none.
  ///
  /// @param report what is wrong and where; its version is that of the page it was seen on
  /// @return the report, to be followed in [CityCatalog#corrections]
  /// @throws org.citycatalog.sdk.error.InvalidRequestException if there is no such row or column
  public Correction reportError(CorrectionReport report) {
    return new CorrectionsApi(transport).reportError(id, report).body();
  }

  @Override
  public String toString() {
    return "DatasetHandle[" + id + "]";
  }
}
