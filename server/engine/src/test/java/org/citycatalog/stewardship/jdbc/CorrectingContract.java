package org.citycatalog.stewardship.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.DatasetState;
import org.citycatalog.catalog.DatasetVersion;
import org.citycatalog.catalog.EntryJson;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Level;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.SampleEntries;
import org.citycatalog.catalog.SourceFile;
import org.citycatalog.catalog.TableSchema;
import org.citycatalog.catalog.Uscc;
import org.citycatalog.catalog.jdbc.ChangesToRecord;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Permit;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.deadlines.Deadline;
import org.citycatalog.sharing.deadlines.ShippedDeadlines;
import org.citycatalog.stewardship.corrections.Correcting;
import org.citycatalog.stewardship.corrections.Correction;
import org.citycatalog.stewardship.corrections.Correction.State;
import org.citycatalog.stewardship.corrections.CorrectionOutcome;
import org.citycatalog.stewardship.corrections.Corrections;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The life of a report of an error, over a real database.
abstract class CorrectingContract {
  private static final Instant NOON = Instant.parse("2026-11-23T04:00:00.5Z");
  private static final Instant LATE = Instant.parse("2026-12-07T16:00:00Z");
  private static final DatasetId PARKING = new DatasetId("transport.parking");
  private static final Uscc HOTEL = SampleEntries.uscc("91341000003153206");
  private static final Caller TRANSPORT =
      department("k-transport", SampleEntries.TRANSPORT.namespace(), null);
  private static final Caller TRANSPORT_TOO =
      department("k-second", SampleEntries.TRANSPORT.namespace(), null);
  private static final Caller ECOLOGY = department("k-ecology", null, SampleEntries.ECOLOGY.code());
  private static final Caller ECOLOGY_TOO =
      department("k-colleague", null, SampleEntries.ECOLOGY.code());
  private static final Caller HOSPITAL = department("k-hospital", null, null);
  private static final Caller ENTERPRISE =
      new Caller(Caller.Kind.ENTERPRISE, "k-hotel", null, HOTEL);
  private static final Caller OPERATOR = new Caller(Caller.Kind.OPERATOR, "k-operator", null, null);

  private Instant now = NOON;
  private JdbcCatalogStore store;
  private Boundary boundary;
  private Corrections corrections;
  private Correcting correcting;

  /// Opens the database of this test, empty at first.
  abstract JdbcCatalogStore open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    Iterator<Integer> numbers = Stream.iterate(1, number -> number + 1).iterator();
    store = open();
    corrections = new JdbcCorrections(store.database());
    boundary = new Boundary(id -> Optional.empty(), () -> now, new byte[32]);
    correcting =
        new Correcting(
            store,
            corrections,
            boundary,
            ShippedDeadlines.of("decree-809"),
            () -> now,
            () -> "id" + numbers.next());
    store.addProvider(SampleEntries.TRANSPORT);
    store.addProvider(SampleEntries.ECOLOGY);
    JsonObject open =
        SampleEntries.changed(
            SampleEntries.full(), "add", "/opening", "{\"class\": \"unconditional\"}");
    JsonObject masked =
        SampleEntries.changed(
            open, "add", "/items/1/mask", "{\"method\": \"keep-prefix\", \"length\": 2}");
    JsonObject hidden = SampleEntries.changed(masked, "add", "/items/2/rights", "[]");
    store.register(EntryJson.read(hidden), "k-transport", NOON);
    store.moveTo(DatasetState.PUBLISHED, PARKING, 1, "k-transport", null, NOON);
    load(1);
    load(2);
  }

  @AfterEach
  void stop() {
    store.close();
  }

  @Test
  void a_report_is_accepted_verified_and_corrected_in_a_later_version() {
    Correction made = reported(ECOLOGY, row("P0001"));

    Correction accepted = kept(decide(TRANSPORT, made, State.ACCEPTED));
    Correction verified = kept(decide(TRANSPORT_TOO, accepted, State.VERIFIED));
    load(3);
    Correction corrected =
        kept(
            correcting.decide(
                TRANSPORT, made.id(), verified.revision(), State.CORRECTED, "已更正", 3L));

    assertThat(corrected.correctedIn()).isEqualTo(3);
    assertThat(correcting.of(corrected).deadline()).isNull();
    assertThat(correcting.correction(ECOLOGY, made.id())).contains(corrected);
    assertThat(correcting.events(corrected))
        .extracting(ContractEvent::from, ContractEvent::to, ContractEvent::by)
        .containsExactly(
            tuple(null, "reported", "k-ecology"),
            tuple("reported", "accepted", "k-transport"),
            tuple("accepted", "verified", "k-second"),
            tuple("verified", "corrected", "k-transport"));
    assertThat(new ChangesToRecord(store.database()).waiting(100))
        .extracting(ChangesToRecord.Change::id)
        .contains("correction id1 1", "correction id1 4");
  }

  @Test
  void a_report_is_kept_as_it_was_written() {
    Correction.Report full =
        new Correction.Report(
            PARKING, 2, Map.of("编号", "P0001"), "收费", "收费应为是", "是", "现场照片", "科室电话");

    Correction made = reported(ECOLOGY, full);

    Correction kept = new JdbcCorrections(store.database()).correction(made.id()).orElseThrow();
    assertThat(kept).isEqualTo(made);
    assertThat(kept.report()).isEqualTo(full);
  }

  @Test
  void it_is_corrected_in_a_version_that_is_there_and_later() {
    Correction verified = verified(reported(ECOLOGY, row("P0001")));

    assertThat(findings(corrected(verified, null))).containsExactly("missing-field");
    assertThat(findings(corrected(verified, 2L))).containsExactly("wrong-value");
    assertThat(findings(corrected(verified, 3L))).containsExactly("wrong-value");
    assertThat(
            findings(
                correcting.decide(
                    TRANSPORT, verified.id(), verified.revision(), State.REJECTED, "查无此事", 3L)))
        .containsExactly("wrong-value");
  }

  @Test
  void what_is_wrong_in_a_description_is_corrected_without_a_new_version() {
    Correction verified = verified(reported(ECOLOGY, dataset("摘要有错字")));

    assertThat(kept(corrected(verified, 2L)).state()).isEqualTo(State.CORRECTED);
  }

  @Test
  void it_is_rejected_from_every_open_state_with_a_reason() {
    Correction reported = reported(ECOLOGY, row("P0001"));
    Correction accepted = kept(decide(TRANSPORT, reported(ECOLOGY, row("P0002")), State.ACCEPTED));
    Correction verified = verified(reported(ECOLOGY, row("P0003")));

    assertThat(findings(decide(TRANSPORT, reported, State.REJECTED)))
        .containsExactly("missing-field");
    for (Correction each : List.of(reported, accepted, verified)) {
      assertThat(kept(rejected(each)).state()).isEqualTo(State.REJECTED);
    }
  }

  @Test
  void no_step_is_left_out_and_none_leads_back() {
    Correction reported = reported(ECOLOGY, row("P0001"));
    Correction rejected = kept(rejected(reported(ECOLOGY, row("P0002"))));

    assertThat(decide(TRANSPORT, reported, State.VERIFIED))
        .isEqualTo(new CorrectionOutcome.NoSuchStep("reported", "verified"));
    assertThat(corrected(reported, 3L))
        .isEqualTo(new CorrectionOutcome.NoSuchStep("reported", "corrected"));
    assertThat(decide(TRANSPORT, rejected, State.ACCEPTED))
        .isEqualTo(new CorrectionOutcome.NoSuchStep("rejected", "accepted"));
  }

  @Test
  void of_two_who_review_the_later_is_told() throws Exception {
    Correction made = reported(ECOLOGY, row("P0001"));

    List<CorrectionOutcome> outcomes;
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      outcomes =
          threads
              .invokeAll(
                  List.<Callable<CorrectionOutcome>>of(
                      () -> decide(TRANSPORT, made, State.ACCEPTED), () -> rejected(made)))
              .stream()
              .map(CorrectingContract::got)
              .toList();
    }

    assertThat(outcomes).hasAtLeastOneElementOfType(CorrectionOutcome.Kept.class);
    assertThat(outcomes).contains(new CorrectionOutcome.MovedOn(2));
    assertThat(correcting.events(made)).hasSize(2);
  }

  private static CorrectionOutcome got(Future<CorrectionOutcome> outcome) {
    try {
      return outcome.get();
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void a_report_concerns_its_reporter_the_provider_and_the_operator() {
    Correction made = reported(ECOLOGY, row("P0001"));

    for (Caller caller : List.of(ECOLOGY, ECOLOGY_TOO, TRANSPORT, OPERATOR)) {
      assertThat(correcting.correction(caller, made.id())).as(caller.key()).contains(made);
      assertThat(listed(caller, null)).as(caller.key()).containsExactly(made.id());
    }
    for (Caller caller : List.of(HOSPITAL, ENTERPRISE, Caller.ANONYMOUS)) {
      assertThat(correcting.correction(caller, made.id())).as(caller.key()).isEmpty();
      assertThat(listed(caller, null)).as(caller.key()).isEmpty();
      assertThat(decide(caller, made, State.ACCEPTED)).isEqualTo(new CorrectionOutcome.Absent());
      assertThat(correcting.extend(caller, made.id(), 1, "x"))
          .isEqualTo(new CorrectionOutcome.Absent());
    }
    assertThat(decide(ECOLOGY, made, State.ACCEPTED))
        .isEqualTo(new CorrectionOutcome.Refused("forbidden"));
  }

  @Test
  void reports_of_keys_without_an_organisation_are_each_keys_own() {
    Correction made = reported(HOSPITAL, row("P0001"));
    Caller other = department("k-other", null, null);

    assertThat(correcting.correction(HOSPITAL, made.id())).contains(made);
    assertThat(correcting.correction(other, made.id())).isEmpty();
    assertThat(listed(other, null)).isEmpty();
  }

  @Test
  void who_rotates_the_key_goes_on_seeing_what_was_reported_with_it() {
    Correction made = reported(HOSPITAL, row("P0001"));
    Caller successor = department("k-hospital-next", null, null).heldBy(HOSPITAL.person());

    assertThat(correcting.correction(successor, made.id())).contains(made);
    assertThat(correcting.corrections(successor, null, null)).hasSize(1);
    Correction later = reported(successor, row("P0001"));
    assertThat(correcting.correction(HOSPITAL, later.id())).contains(later);
  }

  @Test
  void a_key_of_a_grant_sees_its_own_reports_alone() {
    Caller bound = department("k-bound", null, SampleEntries.ECOLOGY.code()).under("g1", Level.G3);
    Correction byOffice = reported(ECOLOGY, row("P0001"));
    Correction byApplication = reported(bound, row("P0002"));

    assertThat(listed(bound, null)).containsExactly(byApplication.id());
    assertThat(correcting.correction(bound, byOffice.id())).isEmpty();
    assertThat(correcting.correction(ECOLOGY, byApplication.id())).contains(byApplication);
  }

  @Test
  void who_may_no_longer_read_the_data_still_sees_what_became_of_the_report() {
    Correction made = reported(ECOLOGY, row("P0001"));
    store.moveTo(DatasetState.WITHDRAWN, PARKING, 2, "k-transport", "停用", NOON);

    kept(rejected(made));

    Correction seen = correcting.correction(ECOLOGY, made.id()).orElseThrow();
    assertThat(seen.state()).isEqualTo(State.REJECTED);
    assertThat(seen.report()).isEqualTo(made.report());
  }

  @Test
  void a_column_that_is_masked_or_hidden_is_reported_like_one_that_is_not_there() {
    for (String field : List.of("名称", "剩余", "没有")) {
      CorrectionOutcome outcome = report(ECOLOGY, field(field));

      assertThat(outcome)
          .isEqualTo(
              new CorrectionOutcome.Invalid(
                  List.of(
                      new Finding(
                          "unknown-column",
                          "/field",
                          "there is no column '%s'".formatted(field),
                          List.of()))));
    }
    assertThat(report(TRANSPORT, field("剩余"))).isInstanceOf(CorrectionOutcome.Kept.class);
  }

  @Test
  void nobody_reports_without_a_key_and_auditors_report_nothing() {
    Caller auditor = new Caller(Caller.Kind.AUDITOR, "k-auditor", null, null);

    assertThat(report(Caller.ANONYMOUS, row("P0001")))
        .isEqualTo(new CorrectionOutcome.Refused("forbidden"));
    assertThat(report(auditor, row("P0001"))).isEqualTo(new CorrectionOutcome.Refused("forbidden"));
    assertThat(findings(report(ECOLOGY, dataset("  ")))).containsExactly("blank-text");
    assertThatThrownBy(() -> correcting.report(ECOLOGY, permit(ECOLOGY, 1), row("P0001")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_organisation_has_a_hundred_open_reports_and_no_more() {
    Correction first = reported(ECOLOGY, row("P0000"));
    for (int i = 1; i < Correcting.MOST_OPEN; i++) {
      reported(i % 2 == 0 ? ECOLOGY : ECOLOGY_TOO, row("P" + i));
    }

    assertThat(report(ECOLOGY_TOO, row("P9999")))
        .isEqualTo(new CorrectionOutcome.Refused("too-many-corrections"));
    reported(HOSPITAL, row("P9999"));
    kept(rejected(first));
    reported(ECOLOGY, row("P9999"));
  }

  @Test
  void the_deadline_runs_from_the_report_through_every_open_state() {
    Correction made = reported(ECOLOGY, row("P0001"));
    now = NOON.plus(Duration.ofDays(5));
    Correction verified = verified(made);

    assertThat(correcting.of(verified).deadline())
        .extracting(deadline -> deadline.due().toString(), Deadline::workingDays)
        .containsExactly("2026-12-07T23:59:59+08:00", 10);
    assertThat(correcting.of(reported(ENTERPRISE, row("P0002"))).deadline())
        .as("the decree binds departments")
        .isNull();
  }

  @Test
  void the_provider_extends_it_once_with_a_reason() {
    Correction made = reported(ECOLOGY, row("P0001"));

    assertThat(correcting.extend(ECOLOGY, made.id(), 1, "x"))
        .isEqualTo(new CorrectionOutcome.Refused("forbidden"));
    assertThat(findings(correcting.extend(TRANSPORT, made.id(), 1, " ")))
        .containsExactly("missing-field");
    Correction extended = kept(correcting.extend(TRANSPORT, made.id(), 1, "需现场核实"));
    assertThat(correcting.extend(TRANSPORT, made.id(), 1, "x"))
        .isEqualTo(new CorrectionOutcome.MovedOn(2));
    assertThat(correcting.extend(TRANSPORT, made.id(), 2, "x"))
        .isInstanceOf(CorrectionOutcome.NotExtendable.class);

    // What was extended stays so in the next state: it is one deadline.
    assertThat(correcting.of(verified(extended)).deadline())
        .extracting(deadline -> deadline.lastDay().toString())
        .isEqualTo("2026-12-21");
  }

  @Test
  void what_is_overdue_is_escalated_once_and_decided_by_nobody() throws Exception {
    Correction late = reported(ECOLOGY, row("P0001"));
    Correction answered = kept(rejected(reported(ECOLOGY, row("P0002"))));
    now = LATE.minusMillis(1);
    assertThat(correcting.escalate()).isZero();
    now = LATE;
    Correction young = reported(ECOLOGY, row("P0003"));

    int noted = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Integer> each :
          threads.invokeAll(Collections.nCopies(4, (Callable<Integer>) correcting::escalate))) {
        noted += each.get();
      }
    }

    assertThat(noted).isEqualTo(1);
    now = NOON;
    assertThat(correcting.escalate()).isZero();
    now = LATE.plus(Duration.ofHours(1));
    assertThat(correcting.escalate()).isZero();
    Correction escalated = correcting.correction(ECOLOGY, late.id()).orElseThrow();
    assertThat(escalated.state()).isEqualTo(State.REPORTED);
    assertThat(correcting.events(escalated).getLast())
        .extracting(ContractEvent::act, ContractEvent::by)
        .containsExactly(ContractEvent.Act.ESCALATED, "clock");
    assertThat(listed(OPERATOR, null)).startsWith(late.id(), young.id());
    assertThat(listed(TRANSPORT, true)).containsExactly(late.id());
    assertThat(listed(ECOLOGY, false)).containsExactlyInAnyOrder(young.id(), answered.id());
  }

  private static Caller department(
      String key,
      org.citycatalog.catalog.@Nullable ProviderNamespace provider,
      @Nullable Uscc organisation) {
    return new Caller(Caller.Kind.DEPARTMENT, key, provider, organisation);
  }

  private static Correction.Report row(String key) {
    return new Correction.Report(PARKING, 2, Map.of("编号", key), "收费", "收费有误", null, null, null);
  }

  private static Correction.Report field(String name) {
    return new Correction.Report(PARKING, 2, Map.of(), name, "整列有误", null, null, null);
  }

  private static Correction.Report dataset(String problem) {
    return new Correction.Report(PARKING, 2, Map.of(), null, problem, null, null, null);
  }

  private Permit permit(Caller caller, long version) {
    Dataset dataset = store.dataset(PARKING).orElseThrow();
    // The key of a grant would have its permit from the grant.
    Caller reading = caller.grant() == null ? caller : HOSPITAL;
    return (Permit)
        boundary.decide(reading, dataset, store.version(PARKING, version).orElseThrow());
  }

  private CorrectionOutcome report(Caller caller, Correction.Report report) {
    return correcting.report(caller, permit(caller, report.version()), report);
  }

  private Correction reported(Caller caller, Correction.Report report) {
    return kept(report(caller, report));
  }

  private CorrectionOutcome decide(Caller caller, Correction correction, State to) {
    return correcting.decide(caller, correction.id(), correction.revision(), to, null, null);
  }

  private CorrectionOutcome rejected(Correction correction) {
    return correcting.decide(
        TRANSPORT, correction.id(), correction.revision(), State.REJECTED, "查无此事", null);
  }

  private CorrectionOutcome corrected(Correction correction, @Nullable Long version) {
    return correcting.decide(
        TRANSPORT, correction.id(), correction.revision(), State.CORRECTED, null, version);
  }

  private Correction verified(Correction correction) {
    return kept(
        decide(TRANSPORT, kept(decide(TRANSPORT, correction, State.ACCEPTED)), State.VERIFIED));
  }

  private static Correction kept(CorrectionOutcome outcome) {
    assertThat(outcome).isInstanceOf(CorrectionOutcome.Kept.class);
    return ((CorrectionOutcome.Kept) outcome).correction();
  }

  private static List<String> findings(CorrectionOutcome outcome) {
    assertThat(outcome).isInstanceOf(CorrectionOutcome.Invalid.class);
    return ((CorrectionOutcome.Invalid) outcome).findings().stream().map(Finding::code).toList();
  }

  private List<String> listed(Caller caller, @Nullable Boolean overdue) {
    return correcting.corrections(caller, null, overdue).stream()
        .map(each -> each.correction().id())
        .toList();
  }

  private void load(long version) {
    TableSchema schema = store.dataset(PARKING).orElseThrow().entry().schema();
    SourceFile source = new SourceFile("csv", null, "UTF-8", ',', true, null, "ab".repeat(32), 9);
    Load load =
        Load.waiting("load" + version, PARKING, NOON, "k-transport", true, "{}", source)
            .running(source);
    store.addLoad(load);
    store.commitVersion(
        new DatasetVersion(PARKING, version, load.id(), NOON, schema, source, 1, 0, 0),
        load.withReport(new Load.Report(9, 1, 1, 0, 0)).loaded(version, NOON),
        null);
  }
}
