package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import org.citycatalog.api.SchemaApi;
import org.citycatalog.api.model.ProposeSchemaEncodingParameter;
import org.citycatalog.api.model.ProposeSchemaFormatParameter;
import org.citycatalog.api.model.TableSchema;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Finding;
import org.citycatalog.catalog.TableSchemaJson;
import org.citycatalog.ingest.LoadOutcome;
import org.citycatalog.ingest.Loads;
import org.citycatalog.search.CatalogFollower;
import org.citycatalog.stewardship.EditDataset;
import org.citycatalog.stewardship.Outcome;
import org.jspecify.annotations.Nullable;

/// The items of a dataset.
@Path("/")
public class SchemaResource implements SchemaApi {
  private final Asking asking;
  private final Seen seen;
  private final EditDataset edit;
  private final Loads loads;
  private final CatalogFollower follower;
  private final WireJson wire;
  @Context private HttpHeaders headers;

  @Inject
  public SchemaResource(
      Asking asking,
      Seen seen,
      EditDataset edit,
      Loads loads,
      CatalogFollower follower,
      WireJson wire) {
    this.asking = asking;
    this.seen = seen;
    this.edit = edit;
    this.loads = loads;
    this.follower = follower;
    this.wire = wire;
  }

  @Override
  public Response getSchema(String id) {
    return answer(seen.dataset(id));
  }

  @Override
  public Response setSchema(@Nullable String ifMatch, String id, TableSchema tableSchema) {
    DatasetId known = Wire.dataset(id);
    return switch (edit.editSchema(asking.caller(), known, Wire.seen(ifMatch), wire.write(tableSchema))) {
      case Outcome.Edited(Dataset dataset) -> {
        follower.nudge();
        yield answer(dataset);
      }
      case Outcome.Invalid(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("invalid-body", findings));
      case Outcome.NotReady(List<Finding> findings) ->
          throw new ComplaintException(Complaint.findings("not-ready", findings));
      case Outcome.Refused(String code) -> throw new ComplaintException(Complaint.of(code));
      case Outcome.Stale(long revision) ->
          throw new ComplaintException(
              Complaint.of("stale-revision", "the entry is at revision %d".formatted(revision)));
      case Outcome.Absent() -> throw new ComplaintException(Complaint.of("not-found"));
    };
  }

  @Override
  public Response proposeSchema(
      String id,
      InputStream body,
      @Nullable ProposeSchemaFormatParameter format,
      @Nullable ProposeSchemaEncodingParameter encoding,
      @Nullable Boolean header,
      @Nullable String sheet) {
    DatasetId known = Wire.dataset(id);
    var request = Uploads.request(format, encoding, header, sheet, 0, null, headers);
    return switch (loads.propose(asking.caller(), known, request, body)) {
      case Loads.Proposing.Proposed proposed ->
          Documents.ok(proposed.proposal().toJson(proposed.source())).build();
      case Loads.Proposing.Refused(LoadOutcome why) -> throw Uploads.refused(why);
    };
  }

  private static Response answer(Dataset dataset) {
    return Documents.ok(TableSchemaJson.write(dataset.entry().schema()))
        .tag(Long.toString(dataset.revision()))
        .build();
  }
}
