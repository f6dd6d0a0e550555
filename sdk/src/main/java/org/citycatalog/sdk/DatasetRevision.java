package org.citycatalog.sdk;

import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.citycatalog.sdk.api.DatasetsApi;
import org.citycatalog.sdk.model.BoundaryPreview;
import org.citycatalog.sdk.model.Dataset;
import org.citycatalog.sdk.model.DatasetEntry;
import org.citycatalog.sdk.model.DatasetState;
import org.citycatalog.sdk.model.TableSchema;
import org.citycatalog.sdk.model.Withdrawal;
import org.citycatalog.sdk.transport.Answer;
import org.jspecify.annotations.Nullable;

/// An entry at one revision, and what a steward does from there.
///
/// Every change names the revision it was made from and gives the next one. If somebody else was
/// first, it is a [org.citycatalog.sdk.error.ConflictException] and nothing has changed: take
/// [#reread] and decide again.
public final class DatasetRevision {
  private static final int ACCEPTED = 202;

  private final DatasetHandle handle;
  private final DatasetsApi api;
  private final Dataset dataset;
  private final String tag;
  private final OptionalLong proposed;

  private DatasetRevision(
      DatasetHandle handle, DatasetsApi api, Dataset dataset, String tag, OptionalLong proposed) {
    this.proposed = proposed;
    this.handle = handle;
    this.api = api;
    this.dataset = dataset;
    this.tag = tag;
  }

  static DatasetRevision of(DatasetHandle handle, DatasetsApi api, Answer<Dataset> answer) {
    return new DatasetRevision(handle, api, answer.body(), tag(answer), proposed(answer));
  }

  /// The number at the end of where a proposed change is.
  private static OptionalLong proposed(Answer<?> answer) {
    if (answer.status() != ACCEPTED) {
      return OptionalLong.empty();
    }
    String location =
        answer
            .header("Location")
            .orElseThrow(
                () -> Cursors.incomplete("The answer does not say where the proposed change is."));
    String number = location.substring(location.lastIndexOf('/') + 1);
    if (!number.matches("\\d{1,18}")) {
      throw Cursors.incomplete("The answer does not number the proposed change.");
    }
    return OptionalLong.of(Long.parseLong(number));
  }

  /// Finds the revision that an answer is of.
  static String tag(Answer<?> answer) {
    return answer
        .header("ETag")
        .orElseThrow(() -> Cursors.incomplete("The answer does not name its revision."));
  }

  /// The dataset, for its rows and loads.
  public DatasetHandle dataset() {
    return handle;
  }

  /// The description.
  public DatasetEntry entry() {
    return dataset.entry();
  }

  /// Where the entry is in its life.
  public DatasetState state() {
    return dataset.state();
  }

  /// Everything the server says about the entry.
  public Dataset details() {
    return dataset;
  }

  /// The change that was not done because a second person has to look at it or, of a withdrawal,
  /// that was done and is to be confirmed; to be found in [DatasetHandle#proposedChanges].
  ///
  /// @return its number; empty where the change was done
  public OptionalLong proposed() {
    return proposed;
  }

  /// Replaces the description. Of a published dataset of level G3 and above a change of who reads
  /// what waits for a second person: see [#proposed].
  ///
  /// @param change makes the new description of the old
  /// @return the next revision
  public DatasetRevision edit(UnaryOperator<DatasetEntry> change) {
    return next(api.editDataset(tag, handle.id(), change.apply(dataset.entry()), null));
  }

  /// Replaces the description and says why, for the second person who may have to look at it.
  ///
  /// @param reason why
  /// @param change makes the new description of the old
  /// @return the next revision
  public DatasetRevision edit(String reason, UnaryOperator<DatasetEntry> change) {
    return next(api.editDataset(tag, handle.id(), change.apply(dataset.entry()), reason));
  }

  /// Asks what an edit would open and shut; it is not saved.
  ///
  /// @param change makes the new description of the old
  /// @return what would change
  public BoundaryPreview preview(UnaryOperator<DatasetEntry> change) {
    return handle.preview(change.apply(dataset.entry()));
  }

  /// Sets the columns.
  ///
  /// @param schema the columns
  /// @return the next revision
  public DatasetRevision setSchema(TableSchema schema) {
    return schema(null, schema);
  }

  /// Sets the columns and says why, for the second person who may have to look at it.
  ///
  /// @param reason why
  /// @param schema the columns
  /// @return the next revision
  public DatasetRevision setSchema(String reason, TableSchema schema) {
    return schema(reason, schema);
  }

  private DatasetRevision schema(@Nullable String reason, TableSchema schema) {
    var answer = handle.schemas().setSchema(tag, handle.id(), schema, reason);
    return reread().after(answer);
  }

  /// Publishes the entry.
  ///
  /// @return the next revision
  /// @throws org.citycatalog.sdk.error.InvalidRequestException if a rule of publication is broken;
  ///   its findings say which
  public DatasetRevision publish() {
    return next(api.publishDataset(tag, handle.id(), null));
  }

  /// Publishes the entry and says why, for the second person who may have to look at it.
  ///
  /// @param reason why
  /// @return the next revision
  /// @throws org.citycatalog.sdk.error.InvalidRequestException if a rule of publication is broken;
  ///   its findings say which
  public DatasetRevision publish(String reason) {
    return next(api.publishDataset(tag, handle.id(), reason));
  }

  /// Withdraws the entry from everybody but its provider.
  ///
  /// @param reason the reason
  /// @return the next revision
  public DatasetRevision withdraw(String reason) {
    return next(api.withdrawDataset(tag, handle.id(), Withdrawal.builder().reason(reason).build()));
  }

  /// Reads the entry again. A load may have changed it: the first one brings the columns.
  ///
  /// @return the revision as it is now
  public DatasetRevision reread() {
    return handle.current();
  }

  /// The revision as what became of an attempt to change it.
  DatasetRevision after(Answer<?> attempt) {
    return new DatasetRevision(handle, api, dataset, tag, proposed(attempt));
  }

  private DatasetRevision next(Answer<Dataset> answer) {
    return of(handle, api, answer);
  }

  @Override
  public String toString() {
    return "DatasetRevision[%s, %d, %s]"
        .formatted(handle.id(), dataset.revision(), dataset.state());
  }
}
