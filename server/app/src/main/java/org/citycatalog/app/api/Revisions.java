package org.citycatalog.app.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citycatalog.stewardship.Outcome;
import org.jspecify.annotations.Nullable;

/// Reads `If-Match`, and says why a steward's act was not done.
final class Revisions {
  private static final Pattern TAG = Pattern.compile("\"?(\\d{1,18})\"?");

  private Revisions() {}

  /// The revision that the caller has seen.
  static long seen(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.isBlank()) {
      throw new ComplaintException(Complaint.of("if-match-missing"));
    }
    Matcher tag = TAG.matcher(ifMatch.strip());
    if (!tag.matches()) {
      throw new ComplaintException(
          Complaint.about(
              "If-Match", "invalid-parameter", "If-Match must be an ETag that this server gave"));
    }
    return Long.parseLong(tag.group(1));
  }

  static ComplaintException notDone(Outcome.NotDone outcome) {
    Complaint complaint =
        switch (outcome) {
          case Outcome.Invalid(var findings) -> Complaint.findings("invalid-body", findings);
          case Outcome.NotReady(var findings) -> Complaint.findings("not-ready", findings);
          case Outcome.Refused(String code) -> Complaint.of(code);
          case Outcome.Taken taken -> Complaint.of("id-taken");
          case Outcome.Stale(long revision) ->
              Complaint.of("stale-revision", "the entry is at revision %d now".formatted(revision));
          case Outcome.Absent absent -> Complaint.of("not-found");
          case Outcome.DecidedBefore(var earlier) ->
              Complaint.of("change-decided", "it is %s already".formatted(earlier.code()));
          case Outcome.NotPublished notPublished -> Complaint.of("not-published");
        };
    return new ComplaintException(complaint);
  }
}
