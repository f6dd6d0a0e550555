package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.citycatalog.api.SchemaApi;
import org.citycatalog.api.model.FileEncoding;
import org.citycatalog.api.model.FileFormat;
import org.citycatalog.api.model.SchemaProposal;
import org.citycatalog.api.model.TableSchema;
import org.citycatalog.api.model.ViewerKind;
import org.citycatalog.catalog.CatalogStore;
import org.citycatalog.catalog.Dataset;
import org.citycatalog.catalog.ProposedChange;
import org.citycatalog.catalog.TableSchemaJson;
import org.citycatalog.ingest.LoadRequest;
import org.citycatalog.ingest.Loads;
import org.citycatalog.sharing.Boundary;
import org.citycatalog.sharing.Caller;
import org.citycatalog.stewardship.EditDataset;
import org.citycatalog.stewardship.Outcome;
import org.jspecify.annotations.Nullable;

/// The items of datasets.
@Path("/")
public class SchemaResource implements SchemaApi {
  private final CatalogStore catalog;
  private final Boundary boundary;
  private final EditDataset edit;
  private final Loads loads;
  private final DatasetFollowers followers;
  private final WireJson json;
  private final Viewing viewing;
  private final Asking asking;
  @Context private HttpServletRequest request;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the request
  public SchemaResource(
      CatalogStore catalog,
      Boundary boundary,
      EditDataset edit,
      Loads loads,
      DatasetFollowers followers,
      WireJson json,
      Viewing viewing,
      Asking asking) {
    this.catalog = catalog;
    this.boundary = boundary;
    this.edit = edit;
    this.loads = loads;
    this.followers = followers;
    this.json = json;
    this.viewing = viewing;
    this.asking = asking;
  }

  @Override
  public Response getSchema(String id, @Nullable ViewerKind viewAs) {
    Dataset dataset = visible(id);
    return answer(200, viewing.eyes(asking.caller(), dataset, viewAs), dataset).build();
  }

  @Override
  public Response setSchema(
      @Nullable String ifMatch, String id, TableSchema schema, @Nullable String reason) {
    TableSchema kept =
        new TableSchema(schema.fields(), schema.missingValues(), schema.primaryKey(), null);
    return switch (edit.editSchema(
        asking.caller(),
        Requested.dataset(id),
        Revisions.seen(ifMatch),
        json.write(kept),
        reason)) {
      case Outcome.Edited(Dataset edited) -> {
        followers.changed(edited.id());
        yield answer(200, asking.caller(), edited).build();
      }
      case Outcome.Proposed(ProposedChange change, Dataset now) -> {
        followers.changed(now.id());
        yield answer(202, asking.caller(), now)
            .header("Location", DatasetWire.location(change))
            .build();
      }
      case Outcome.NotDone other -> throw Revisions.notDone(other);
    };
  }

  @Override
  public Response proposeSchema(
      String id,
      InputStream body,
      @Nullable FileFormat format,
      @Nullable FileEncoding encoding,
      @Nullable Boolean header,
      @Nullable String sheet) {
    LoadRequest wanted =
        new LoadRequest(
            LoadsResource.hints(format, encoding, header, sheet),
            0,
            null,
            LoadsResource.declaredBytes(request));
    Dataset dataset = visible(id);
    return switch (loads.propose(asking.caller(), dataset.id(), wanted, body)) {
      case Loads.Proposing.Proposed(var proposal, var source) ->
          Response.ok(
                  json.read(
                      ProposalWire.document(proposal.toJson(source), dataset.entry().schema()),
                      SchemaProposal.class))
              .header("ETag", DatasetWire.tag(dataset.revision()))
              .build();
      case Loads.Proposing.Refused(var why) -> throw LoadsResource.notDone(why);
    };
  }

  private Dataset visible(String id) {
    return catalog
        .dataset(Requested.dataset(id))
        .filter(found -> boundary.maySee(asking.caller(), found))
        .orElseThrow(Requested::absent);
  }

  private Response.ResponseBuilder answer(int status, Caller eyes, Dataset dataset) {
    TableSchema schema =
        json.read(TableSchemaJson.write(boundary.entry(eyes, dataset).schema()), TableSchema.class);
    return Response.status(status)
        .entity(schema)
        .header("ETag", DatasetWire.tag(dataset.revision()));
  }
}
