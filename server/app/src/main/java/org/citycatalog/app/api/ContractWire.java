package org.citycatalog.app.api;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citycatalog.api.model.AccessRequestState;
import org.citycatalog.api.model.AccessTerms;
import org.citycatalog.api.model.CallerKind;
import org.citycatalog.api.model.ContractAct;
import org.citycatalog.api.model.GrantColumn;
import org.citycatalog.api.model.GrantState;
import org.citycatalog.api.model.Used;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.Mask;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.sharing.Caller;
import org.citycatalog.sharing.Grant;
import org.citycatalog.sharing.Purpose;
import org.citycatalog.sharing.Quota;
import org.citycatalog.sharing.contracts.AccessRequest;
import org.citycatalog.sharing.contracts.ContractEvent;
import org.citycatalog.sharing.contracts.ContractOutcome;
import org.citycatalog.sharing.contracts.Contracting;
import org.citycatalog.sharing.contracts.RequestDeadlines;
import org.citycatalog.sharing.quota.Amount;
import org.citycatalog.sharing.quota.Quotas;
import org.jspecify.annotations.Nullable;

/// Requests and grants on the wire.
final class ContractWire {
  private final Contracting contracting;
  private final RequestDeadlines deadlines;
  private final Quotas quotas;
  private final WireJson json;

  ContractWire(Contracting contracting, RequestDeadlines deadlines, Quotas quotas, WireJson json) {
    this.contracting = contracting;
    this.deadlines = deadlines;
    this.quotas = quotas;
    this.json = json;
  }

  /// The terms of a request.
  ///
  /// @param now from when, where nothing is said
  AccessRequest.Terms terms(AccessTerms terms, Instant now) {
    OffsetDateTime from = terms.notBefore();
    return new AccessRequest.Terms(
        Requested.dataset(Requested.given(terms.dataset())),
        Requested.given(terms.basis()),
        new Purpose(Requested.given(terms.purpose())),
        Requested.given(terms.scenario()),
        terms.rows(),
        columns(Requested.given(terms.columns())),
        Requested.given(terms.method()),
        from == null ? now : from.toInstant(),
        Requested.given(terms.notAfter()).toInstant(),
        Requested.given(terms.securityContact()),
        quota(terms.quota()));
  }

  private Map<String, Mask> columns(List<GrantColumn> columns) {
    Map<String, Mask> masks = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    for (int place = 0; place < columns.size(); place++) {
      GrantColumn column = columns.get(place);
      Mask mask = mask(column, "/columns/" + place + "/mask", findings);
      if (masks.put(column.name(), mask) != null) {
        findings.add(
            new Finding(
                "column-twice", "/columns/" + place + "/name", "the column is named before"));
      }
    }
    if (!findings.isEmpty()) {
      throw new ComplaintException(Complaint.findings("invalid-body", findings));
    }
    return masks;
  }

  private Mask mask(GrantColumn column, String pointer, List<Finding> findings) {
    org.citycatalog.api.model.Mask mask = column.mask();
    if (mask == null) {
      return Mask.CLEAR;
    }
    try {
      return MaskJson.read(json.write(mask).asJsonObject());
    } catch (IllegalArgumentException wrong) {
      findings.add(new Finding("bad-mask", pointer, String.valueOf(wrong.getMessage())));
      return Mask.CLEAR;
    }
  }

  Response.ResponseBuilder answer(int status, AccessRequest request) {
    return Response.status(status)
        .entity(request(deadlines.of(request), contracting.events(request)))
        .header("ETag", DatasetWire.tag(request.revision()));
  }

  Response.ResponseBuilder answer(int status, Grant grant) {
    return Response.status(status)
        .entity(builder(grant, contracting.events(grant)).used(used(quotas.used(grant))).build())
        .header("ETag", DatasetWire.tag(grant.epoch()));
  }

  org.citycatalog.api.model.AccessRequest request(
      RequestDeadlines.Waiting waiting, List<ContractEvent> events) {
    AccessRequest request = waiting.request();
    AccessRequest.Terms terms = request.terms();
    return org.citycatalog.api.model.AccessRequest.builder()
        .id(request.id())
        .terms(
            AccessTerms.builder()
                .dataset(terms.dataset().value())
                .basis(terms.basis())
                .purpose(terms.purpose().code())
                .scenario(terms.scenario())
                .rows(terms.rows())
                .columns(columns(terms.columns()))
                .method(terms.method())
                .notBefore(Wire.time(terms.notBefore()))
                .notAfter(Wire.time(terms.notAfter()))
                .securityContact(terms.securityContact())
                .quota(quota(terms.quota()))
                .build())
        .organisation(request.applicant().organisation().value())
        .kind(kind(request.applicant().kind()))
        .state(AccessRequestState.fromString(request.state().code()))
        .revision(request.revision())
        .made(Wire.time(request.made()))
        .since(Wire.time(request.since()))
        .deadline(DeadlineWire.deadlineOrNull(waiting.deadline(), waiting.overdue()))
        .grant(request.grant())
        .events(events.isEmpty() ? null : events.stream().map(ContractWire::event).toList())
        .build();
  }

  /// Without its use, which is counted one by one.
  org.citycatalog.api.model.Grant grant(Grant grant, List<ContractEvent> events) {
    return builder(grant, events).build();
  }

  private org.citycatalog.api.model.Grant.Builder builder(Grant grant, List<ContractEvent> events) {
    return org.citycatalog.api.model.Grant.builder()
        .id(grant.id())
        .request(grant.request())
        .dataset(grant.dataset().value())
        .organisation(grant.organisation().value())
        .kind(kind(grant.kind()))
        .purpose(grant.purpose().code())
        .rows(grant.rows())
        .columns(columns(grant.columns()))
        .notBefore(Wire.time(grant.notBefore()))
        .notAfter(Wire.time(grant.notAfter()))
        .quota(quota(grant.quota()))
        .state(GrantState.fromString(contracting.state(grant).code()))
        .epoch(grant.epoch())
        .events(events.isEmpty() ? null : events.stream().map(ContractWire::event).toList());
  }

  private List<GrantColumn> columns(Map<String, Mask> columns) {
    return columns.entrySet().stream()
        .map(column ->
            new GrantColumn(
                column.getKey(),
                json.read(MaskJson.write(column.getValue()), org.citycatalog.api.model.Mask.class)))
        .toList();
  }

  static Quota quota(org.citycatalog.api.model.@Nullable Quota quota) {
    return quota == null ? Quota.NONE : new Quota(quota.calls(), quota.rows(), quota.bytes());
  }

  static org.citycatalog.api.model.@Nullable Quota quota(Quota quota) {
    return quota.isBounded()
        ? new org.citycatalog.api.model.Quota(quota.calls(), quota.rows(), quota.bytes())
        : null;
  }

  static Used used(Amount used) {
    return new Used(used.calls(), used.rows(), used.bytes());
  }

  static CallerKind kind(Caller.Kind kind) {
    return CallerKind.fromString(kind.name().toLowerCase(Locale.ROOT));
  }

  static org.citycatalog.api.model.ContractEvent event(ContractEvent event) {
    ContractEvent.Act act = event.act();
    return org.citycatalog.api.model.ContractEvent.builder()
        .number(event.number())
        .from(event.from())
        .to(event.to())
        .act(act == null ? null : ContractAct.fromString(act.code()))
        .at(Wire.time(event.at()))
        .by(event.by())
        .reason(event.reason())
        .basis(event.basis())
        .build();
  }

  static ComplaintException notDone(ContractOutcome.NotDone outcome) {
    Complaint complaint =
        switch (outcome) {
          case ContractOutcome.Invalid(var findings) ->
              Complaint.findings("invalid-body", findings);
          case ContractOutcome.NotGrantable(var findings) ->
              Complaint.findings("not-grantable", findings);
          case ContractOutcome.Refused(String code) -> Complaint.of(code);
          case ContractOutcome.Absent absent -> Complaint.of("not-found");
          case ContractOutcome.NoSuchStep(String from, String to) ->
              Complaint.of("no-such-step", "it is %s, from where none is %s".formatted(from, to));
          case ContractOutcome.NotExtendable(String why) -> Complaint.of("not-extendable", why);
          case ContractOutcome.MovedOn(long revision) ->
              Complaint.of("stale-revision", "it is at revision %d now".formatted(revision));
        };
    return new ComplaintException(complaint);
  }
}
