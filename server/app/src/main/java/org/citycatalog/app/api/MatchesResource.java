package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.citycatalog.api.MatchesApi;
import org.citycatalog.api.model.MatchQuestion;
import org.citycatalog.rows.MatchAnswer;
import org.citycatalog.rows.MatchReader;

/// Whether a tuple is there.
@Path("/")
public class MatchesResource implements MatchesApi {
  private final MatchReader reader;
  private final Asking asking;

  @Inject
  public MatchesResource(MatchReader reader, Asking asking) {
    this.reader = reader;
    this.asking = asking;
  }

  @Override
  public Response matchTuple(String id, MatchQuestion question) {
    Map<String, String> values = Requested.given(question.values());
    return switch (reader.match(asking.caller(), Requested.dataset(id), values)) {
      case MatchAnswer.Answered(boolean found, var disclosure) -> {
        byte[] body = "{\"match\":%s}".formatted(found).getBytes(StandardCharsets.UTF_8);
        yield Response.ok(new DisclosedBody(disclosure, () -> 0, out -> out.write(body)))
            .type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
            .build();
      }
      case MatchAnswer.NoTuple(var columns) ->
          throw new ComplaintException(
              Complaint.of("match-tuple", "a tuple has " + String.join(", ", columns)));
      case MatchAnswer.OverQuota(var bound) -> throw new ComplaintException(Complaint.of(bound));
      case MatchAnswer.TooOften(var wait) ->
          throw new ComplaintException(
              Complaint.of("match-rate").after(Math.max(1, wait.plusMillis(999).toSeconds())));
      case MatchAnswer.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case MatchAnswer.Absent absent -> throw Requested.absent();
    };
  }
}
