package org.citycatalog.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citycatalog.sdk.WireServer.json;
import static org.citycatalog.sdk.WireServer.problem;

import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Objects;
import org.citycatalog.sdk.error.ConflictException;
import org.citycatalog.sdk.model.AccessRequest;
import org.citycatalog.sdk.model.ContractAct;
import org.citycatalog.sdk.model.Correction;
import org.citycatalog.sdk.model.CorrectionReport;
import org.citycatalog.sdk.model.CorrectionState;
import org.citycatalog.sdk.model.Deadline;
import org.citycatalog.sdk.model.DeadlineEvent;
import org.junit.jupiter.api.Test;

/// What waits for somebody: requests with their deadlines, and errors that were reported.
class WaitingTest {
  private static final String DEADLINE =
      """
      {"event":"%s","due":"2026-12-07T23:59:59+08:00","workingDays":10,"source":"条例",
      "confirmed":false,"extendable":10,"extended":false,"overdue":true,"provisional":false}\
      """;
  private static final String REQUEST =
      """
      {"id":"r1","terms":{"dataset":"hotline.tickets","basis":"条例","purpose":"x","scenario":"x",
      "columns":[{"name":"at"}],"method":"接口","notAfter":"2027-06-01T00:00:00Z",
      "securityContact":"x"},"organisation":"913410000031532064","kind":"department",
      "state":"provider-review","revision":3,"made":"2026-11-23T04:00:00Z",
      "since":"2026-11-23T04:00:00Z","deadline":%s,"events":[{"number":4,"from":"provider-review",
      "to":"provider-review","act":"escalated","at":"2026-12-07T16:00:00Z","by":"clock"}]}\
      """
          .formatted(DEADLINE.formatted("provider-review"));
  private static final String CORRECTION =
      """
      {"id":"c1","dataset":"transport.parking","report":{"version":2,"row":{"code":"00017"},
      "field":"places","problem":"少了一半"},"kind":"research","state":"%s","revision":%d,
      "made":"2026-11-23T04:00:00Z","since":"2026-11-23T04:00:00Z","deadline":%s}\
      """;

  @Test
  void a_request_says_when_it_is_due_and_is_extended_from_where_it_was_read() throws Exception {
    try (WireServer server =
            WireServer.inTurn(
                json(200, "{\"requests\":[" + REQUEST + "]}"),
                json(200, REQUEST),
                problem(409, "not-extendable"));
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build()) {
      AccessRequest late = city.accessRequests().overdue().get(0);
      city.accessRequests().extend(late, "需现场核实");

      Deadline deadline = Objects.requireNonNull(late.deadline());
      assertThat(deadline.event()).isEqualTo(DeadlineEvent.PROVIDER_REVIEW);
      assertThat(deadline.due()).isEqualTo(OffsetDateTime.parse("2026-12-07T23:59:59+08:00"));
      assertThat(deadline.overdue()).isTrue();
      assertThat(late.events()).singleElement().matches(e -> e.act() == ContractAct.ESCALATED);
      assertThat(server.asked().get(0).target())
          .isEqualTo("/api/v1/access-requests?overdue=true&limit=1000");
      assertThat(server.asked().get(1).target()).isEqualTo("/api/v1/access-requests/r1/extension");
      assertThat(server.asked().get(1).header("If-Match")).isEqualTo("\"3\"");
      assertThat(server.asked().get(1).body()).isEqualTo("{\"reason\":\"需现场核实\"}");
      assertThatThrownBy(() -> city.accessRequests().extend(late, "再延"))
          .isInstanceOf(ConflictException.class);
      // What is done is never done twice by itself.
      assertThat(server.asked()).hasSize(3);
    }
  }

  @Test
  void an_error_is_reported_and_followed_to_its_end() throws Exception {
    String due = DEADLINE.formatted("correction");
    try (WireServer server =
            WireServer.inTurn(
                json(201, CORRECTION.formatted("reported", 1, due)),
                json(200, CORRECTION.formatted("accepted", 2, due)),
                json(200, CORRECTION.formatted("verified", 3, due)),
                json(200, CORRECTION.formatted("corrected", 4, due)));
        CityCatalog city = CityCatalog.builder().endpoint(server.url()).apiKey("cck_s").build()) {
      Correction made =
          city.dataset("transport.parking")
              .reportError(
                  CorrectionReport.builder()
                      .version(2L)
                      .row(Map.of("code", "00017"))
                      .field("places")
                      .problem("少了一半")
                      .build());
      Corrections corrections = city.corrections();
      Correction done = corrections.corrected(corrections.verify(corrections.accept(made)), 3);

      assertThat(done.state()).isEqualTo(CorrectionState.CORRECTED);
      assertThat(server.asked().get(0).target())
          .isEqualTo("/api/v1/datasets/transport.parking/corrections");
      assertThat(server.asked().get(0).body())
          .contains("\"row\":{\"code\":\"00017\"}", "\"version\":2")
          .doesNotContain("null");
      assertThat(server.asked().stream().map(asked -> asked.header("If-Match")))
          .containsExactly("null", "\"1\"", "\"2\"", "\"3\"");
      assertThat(server.asked().get(3).body()).contains("\"to\":\"corrected\"", "\"version\":3");
    }
  }
}
