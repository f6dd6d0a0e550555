package org.citycatalog.app.api;

import java.util.List;
import org.citycatalog.catalog.Finding;
import org.citycatalog.sharing.Exhausted;
import org.jspecify.annotations.Nullable;

/// What is wrong with one request: a code, and what this request did.
///
/// @param code stable code from error-codes.yaml
/// @param detail one English sentence about this request; null where the code says all
/// @param parameter the parameter that is wrong
/// @param position where in the parameter or body, in characters from 0
/// @param nearest the nearest valid names, best first
/// @param findings every mistake found in a document
/// @param retrySeconds when asking again may help; null where the code says all
record Complaint(
    String code,
    @Nullable String detail,
    @Nullable String parameter,
    @Nullable Integer position,
    List<String> nearest,
    List<Finding> findings,
    @Nullable Long retrySeconds) {
  Complaint {
    nearest = List.copyOf(nearest);
    findings = List.copyOf(findings);
  }

  static Complaint of(String code) {
    return new Complaint(code, null, null, null, List.of(), List.of(), null);
  }

  static Complaint of(String code, String detail) {
    return new Complaint(code, detail, null, null, List.of(), List.of(), null);
  }

  static Complaint about(String parameter, String code, String detail) {
    return new Complaint(code, detail, parameter, null, List.of(), List.of(), null);
  }

  static Complaint findings(String code, List<Finding> findings) {
    return new Complaint(code, null, null, null, List.of(), findings, null);
  }

  static Complaint of(Exhausted bound) {
    Long retry =
        bound.retrySeconds().isPresent() ? Long.valueOf(bound.retrySeconds().getAsLong()) : null;
    return new Complaint(bound.code(), bound.detail(), null, null, List.of(), List.of(), retry);
  }

  Complaint at(@Nullable Integer newPosition) {
    return new Complaint(code, detail, parameter, newPosition, nearest, findings, retrySeconds);
  }

  Complaint near(List<String> names) {
    return new Complaint(code, detail, parameter, position, names, findings, retrySeconds);
  }

  Complaint after(long seconds) {
    return new Complaint(code, detail, parameter, position, nearest, findings, seconds);
  }
}
