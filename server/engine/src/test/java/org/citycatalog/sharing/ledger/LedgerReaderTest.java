package org.citycatalog.sharing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Seal;
import org.citycatalog.sharing.ledger.RecordLog.Durable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What pages of the ledger tell of those whose records are not on them.
class LedgerReaderTest {
  private static final LedgerView OWN =
      LedgerView.of(new Caller(Caller.Kind.RESEARCH, "own", null, null)).orElseThrow();

  @TempDir Path home;
  private ChainedLog log;
  private int readings;

  @BeforeEach
  void open() throws Exception {
    log = Writing.open(home);
  }

  @AfterEach
  void close() throws Exception {
    log.close();
  }

  @Test
  void a_full_page_has_a_next_one_only_where_there_is_one_more_record_of_the_callers() {
    read("own", "own", "others");
    assertThat(page(reader(), 2, null).next()).isNull();

    read("others", "own");
    LedgerReader.Page first = page(reader(), 2, null);
    LedgerReader.Page second = page(reader(), 2, first.next());

    assertThat(readings(first)).containsExactly(1, 2);
    assertThat(first.next()).isNotNull();
    assertThat(readings(second)).containsExactly(5);
    assertThat(second.next()).isNull();
  }

  @Test
  void pages_follow_each_other_without_gap_over_what_others_do_between_them() {
    for (int i = 0; i < 7; i++) {
      read("others", "own", "others");
    }

    List<Integer> sizes = new ArrayList<>();
    String cursor = null;
    do {
      LedgerReader.Page page = page(reader(), 3, cursor);
      sizes.add(page.records().size());
      cursor = page.next();
    } while (cursor != null);

    assertThat(sizes).containsExactly(3, 3, 1);
  }

  @Test
  void a_page_that_read_as_much_as_it_may_goes_on_where_it_ended() {
    read("others", "others", "others", "own");
    LedgerReader bounded = new LedgerReader(log, new Seal(new byte[32]), 200);

    LedgerReader.Page first = page(bounded, 10, null);

    assertThat(first.records()).isEmpty();
    assertThat(first.next()).isNotNull();
    List<Integer> seen = new ArrayList<>();
    for (String cursor = first.next(); cursor != null; ) {
      LedgerReader.Page page = page(bounded, 10, cursor);
      seen.addAll(readings(page));
      cursor = page.next();
    }
    assertThat(seen).containsExactly(4);
  }

  /// Records of readings, each by the key of that name.
  private void read(String... keys) {
    for (String key : keys) {
      String record =
          "{\"kind\":\"read\",\"at\":\"2026-11-30T04:00:00Z\",\"key\":\"%s\",\"reading\":%d}"
              .formatted(key, ++readings);
      log.append(record, Durable.NOW).join();
    }
  }

  private LedgerReader reader() {
    return new LedgerReader(log, new Seal(new byte[32]));
  }

  private static LedgerReader.Page page(LedgerReader reader, int limit, @Nullable String cursor) {
    return reader
        .page(OWN, new LedgerReader.Question(null, null, null, null, limit, cursor))
        .orElseThrow();
  }

  private static List<Integer> readings(LedgerReader.Page page) {
    return page.records().stream().map(each -> each.record().getInt("reading")).toList();
  }
}
