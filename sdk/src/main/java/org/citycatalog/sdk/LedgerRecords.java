package org.citycatalog.sdk;

import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.citycatalog.sdk.api.LedgerApi;
import org.citycatalog.sdk.model.LedgerCheckpoint;
import org.citycatalog.sdk.model.LedgerPage;
import org.citycatalog.sdk.model.LedgerRecord;
import org.jspecify.annotations.Nullable;

/// Who read what, oldest first: a provider sees who used its data, an organisation its own use, the
/// auditor everything. Every method asks the server anew.
public final class LedgerRecords implements Iterable<LedgerRecord> {
  private static final int PAGE = 1000;

  private final LedgerApi api;
  private final @Nullable String dataset;
  private final @Nullable String grant;
  private final @Nullable OffsetDateTime from;
  private final @Nullable OffsetDateTime until;

  LedgerRecords(LedgerApi api) {
    this(api, null, null, null, null);
  }

  private LedgerRecords(
      LedgerApi api,
      @Nullable String dataset,
      @Nullable String grant,
      @Nullable OffsetDateTime from,
      @Nullable OffsetDateTime until) {
    this.api = api;
    this.dataset = dataset;
    this.grant = grant;
    this.from = from;
    this.until = until;
  }

  /// Narrows to one dataset.
  ///
  /// @param id the dataset, `provider.name`
  /// @return the records about it
  public LedgerRecords ofDataset(String id) {
    return new LedgerRecords(api, id, grant, from, until);
  }

  /// Narrows to one grant.
  ///
  /// @param id the grant's id
  /// @return the records about it
  public LedgerRecords ofGrant(String id) {
    return new LedgerRecords(api, dataset, id, from, until);
  }

  /// Narrows to a time.
  ///
  /// @param first the first moment
  /// @param end the first moment that is too late
  /// @return the records between them
  public LedgerRecords between(OffsetDateTime first, OffsetDateTime end) {
    return new LedgerRecords(api, dataset, grant, first, end);
  }

  /// Reads page after page.
  ///
  /// @return the pages, fetched as they are asked for; some may be empty
  public Stream<List<LedgerRecord>> pages() {
    return Cursors.pages(
            cursor -> api.listLedger(dataset, grant, from, until, PAGE, cursor).body(),
            LedgerPage::next)
        .map(LedgerPage::records);
  }

  /// Reads every record, page after page.
  ///
  /// @return a lazy stream
  public Stream<LedgerRecord> stream() {
    return pages().flatMap(List::stream);
  }

  @Override
  public Iterator<LedgerRecord> iterator() {
    return stream().iterator();
  }

  /// Has the ledger signed as it is now; for the auditor, who keeps the answer elsewhere and holds
  /// the ledger against it later.
  ///
  /// @return the signature, and what it is over
  public LedgerCheckpoint checkpoint() {
    return api.getLedgerCheckpoint().body();
  }
}
