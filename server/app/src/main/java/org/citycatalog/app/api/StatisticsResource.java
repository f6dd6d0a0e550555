package org.citycatalog.app.api;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.citycatalog.api.StatisticsApi;
import org.citycatalog.api.model.Cube;
import org.citycatalog.api.model.CubeCell;
import org.citycatalog.api.model.CubeCells;
import org.citycatalog.api.model.CubeFigure;
import org.citycatalog.api.model.CubeGroup;
import org.citycatalog.api.model.CubeList;
import org.citycatalog.api.model.CubeMeasure;
import org.citycatalog.api.model.CubeRelease;
import org.citycatalog.api.model.CubeWaiting;
import org.citycatalog.api.model.Dominance;
import org.citycatalog.api.model.Mask;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.rows.cube.CubeAnswer;
import org.citycatalog.rows.cube.CubeReader;
import org.jspecify.annotations.Nullable;

/// Statistics of rows that are not given.
@Path("/")
public class StatisticsResource implements StatisticsApi {
  private final CubeReader reader;
  private final WireJson json;
  private final Asking asking;
  @Context private HttpServletRequest request;

  @Inject
  @SuppressWarnings("NullAway.Init") // the container sets the request
  public StatisticsResource(CubeReader reader, WireJson json, Asking asking) {
    this.reader = reader;
    this.json = json;
    this.asking = asking;
  }

  @Override
  public Response listCubes(String id) {
    CubeAnswer answer = reader.list(asking.caller(), Requested.dataset(id));
    if (!(answer instanceof CubeAnswer.Cubes(var cubes, var waiting))) {
      throw refused(answer);
    }
    return Response.ok(
            CubeList.builder()
                .cubes(cubes.stream().map(this::cube).toList())
                .waiting(
                    waiting == null ? null : new CubeWaiting(waiting.version(), waiting.reason()))
                .build())
        .build();
  }

  @Override
  public Response readCube(
      String id,
      String cube,
      @Nullable String by,
      @Nullable List<String> slice,
      @Nullable String ifNoneMatch) {
    List<String> apart = by == null ? null : by.isBlank() ? List.of() : Requested.names(by);
    CubeAnswer answer =
        reader.cells(
            asking.caller(),
            Requested.dataset(id),
            cube,
            apart,
            slice == null ? List.of() : slice,
            ifNoneMatch == null ? null : ifNoneMatch.strip().replace("\"", ""));
    if (answer instanceof CubeAnswer.Unchanged(String tag)) {
      return Response.notModified().header("ETag", "\"" + tag + "\"").build();
    }
    if (!(answer instanceof CubeAnswer.Cells cells)) {
      throw refused(answer);
    }
    if (request.getMethod().equals("HEAD")) {
      cells.disclosure().ended(0, 0, true); // nothing leaves
    }
    byte[] body = json.jsonb().toJson(wire(cells)).getBytes(StandardCharsets.UTF_8);
    return Response.ok(
            new DisclosedBody(
                cells.disclosure(), () -> cells.cells().size(), out -> out.write(body)))
        .type(MediaType.APPLICATION_JSON_TYPE.withCharset("UTF-8"))
        .header("ETag", "\"" + cells.tag() + "\"")
        .build();
  }

  private static ComplaintException refused(CubeAnswer answer) {
    return switch (answer) {
      case CubeAnswer.Mistake(String parameter, String message, var nearest) ->
          new ComplaintException(Complaint.about(parameter, "not-in-cube", message).near(nearest));
      case CubeAnswer.OverQuota(var bound) -> new ComplaintException(Complaint.of(bound));
      case CubeAnswer.NotReleased none -> new ComplaintException(Complaint.of("cube-not-released"));
      case CubeAnswer.Absent absent -> Requested.absent();
      case CubeAnswer.Cubes cubes -> throw new IllegalStateException("no refusal");
      case CubeAnswer.Cells cells -> throw new IllegalStateException("no refusal");
      case CubeAnswer.Unchanged unchanged -> throw new IllegalStateException("no refusal");
    };
  }

  private Cube cube(CubeAnswer.Declared declared) {
    return Cube.builder()
        .name(declared.cube().name())
        .title(Wire.text(declared.cube().title()))
        .groups(declared.groups().stream().map(this::group).toList())
        .measures(declared.cube().measures().stream().map(StatisticsResource::measure).toList())
        .released(declared.released() == null ? null : release(declared.released()))
        .build();
  }

  private CubeGroup group(Statistics.Group group) {
    boolean clear = group.mask().equals(org.citycatalog.catalog.Mask.CLEAR);
    return CubeGroup.builder()
        .item(group.item())
        .mask(clear ? null : json.read(MaskJson.write(group.mask()), Mask.class))
        .values(group.values())
        .build();
  }

  private static CubeMeasure measure(Statistics.Measure measure) {
    return CubeMeasure.builder()
        .name(measure.name())
        .function(measure.function().code())
        .of(measure.of())
        .build();
  }

  private static CubeRelease release(CubeAnswer.Told told) {
    Statistics.Dominance dominance = told.dominance();
    return CubeRelease.builder()
        .version(told.version())
        .loaded(Wire.time(told.loaded()))
        .k(told.k())
        .dominance(
            dominance == null
                ? null
                : Dominance.builder().n(dominance.n()).share(dominance.share()).build())
        .byContributor(told.byContributor())
        .build();
  }

  private static CubeCells wire(CubeAnswer.Cells cells) {
    return CubeCells.builder()
        .cube(cells.cube().name())
        .by(cells.by())
        .released(release(cells.told()))
        .cells(cells.cells().stream().map(cell -> cell(cells.cube(), cell)).toList())
        .build();
  }

  private static CubeCell cell(Statistics.Cube cube, CubeAnswer.Cell cell) {
    CubeCell.Builder wire =
        CubeCell.builder()
            .values(cell.values().stream().map(value -> value == null ? "" : value).toList());
    if (cell.rows() == null) {
      return wire.suppressed(true).build();
    }
    List<CubeFigure> figures = new ArrayList<>();
    for (int i = 0; i < cube.measures().size(); i++) {
      BigDecimal value = cell.figures().get(i);
      figures.add(CubeFigure.builder().name(cube.measures().get(i).name()).value(value).build());
    }
    return wire.count(cell.rows()).figures(figures.isEmpty() ? null : figures).build();
  }
}
