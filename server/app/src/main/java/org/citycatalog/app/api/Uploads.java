package org.citycatalog.app.api;

import jakarta.ws.rs.core.HttpHeaders;
import org.citycatalog.api.model.ProposeSchemaEncodingParameter;
import org.citycatalog.api.model.ProposeSchemaFormatParameter;
import org.citycatalog.ingest.Format;
import org.citycatalog.ingest.Hints;
import org.citycatalog.ingest.LoadOutcome;
import org.citycatalog.ingest.LoadRequest;
import org.jspecify.annotations.Nullable;

/// What comes with a file: how its sender says it is to be read, and the ways it can be turned away.
final class Uploads {
  private Uploads() {}

  static LoadRequest request(
      @Nullable ProposeSchemaFormatParameter format,
      @Nullable ProposeSchemaEncodingParameter encoding,
      @Nullable Boolean header,
      @Nullable String sheet,
      long maxRejected,
      @Nullable Long maxUnreadable,
      HttpHeaders headers) {
    Hints hints =
        new Hints(
            format == null ? null : Format.ofCode(format.value()),
            encoding == null ? null : encoding.value(),
            header,
            sheet,
            null);
    return new LoadRequest(hints, maxRejected, maxUnreadable, length(headers));
  }

  private static @Nullable Long length(HttpHeaders headers) {
    String length = headers.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null || !length.matches("[0-9]{1,18}") ? null : Long.valueOf(length);
  }

  /// Why nothing of the file stays.
  static ComplaintException refused(LoadOutcome why) {
    return new ComplaintException(
        switch (why) {
          case LoadOutcome.Absent() -> Complaint.of("not-found");
          case LoadOutcome.Forbidden() -> Complaint.of("forbidden");
          case LoadOutcome.Busy(String load) ->
              Complaint.of("load-in-progress", "load %s is on its way".formatted(load));
          case LoadOutcome.NotReceived(String code, String message) -> Complaint.of(code, message);
          case LoadOutcome.Accepted accepted ->
              throw new IllegalStateException(accepted + " is no refusal");
          case LoadOutcome.Ended ended -> throw new IllegalStateException(ended + " is no refusal");
        });
  }
}
