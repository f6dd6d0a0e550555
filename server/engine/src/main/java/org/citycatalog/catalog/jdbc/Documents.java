package org.citycatalog.catalog.jdbc;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.Load;
import org.citycatalog.catalog.SourceFile;
import org.jspecify.annotations.Nullable;

/// Loads and source files as the JSON they are kept as. JSON, because it escapes what PostgreSQL's
/// text cannot hold.
final class Documents {
  private Documents() {}

  static JsonObject write(Load load) {
    JsonObjectBuilder json = JsonText.builder();
    json.add("id", load.id())
        .add("dataset", load.dataset().value())
        .add("state", load.state().name());
    json.add("started", load.started().toString());
    Instant ended = load.ended();
    JsonText.put(json, "ended", ended == null ? null : ended.toString());
    json.add("by", load.by())
        .add("acknowledged", load.acknowledged())
        .add("request", load.request());
    SourceFile source = load.source();
    if (source != null) {
      json.add("source", write(source));
    }
    Load.Report report = load.report();
    json.add("bytesRead", report.bytesRead())
        .add("rowsRead", report.rowsRead())
        .add("rowsKept", report.rowsKept())
        .add("rowsRejected", report.rowsRejected())
        .add("cellsUnreadable", report.cellsUnreadable());
    Long version = load.version();
    if (version != null) {
      json.add("version", version.longValue());
    }
    JsonText.put(json, "problemCode", load.problemCode());
    JsonText.put(json, "problemDetail", load.problemDetail());
    JsonText.put(json, "proposal", load.proposal());
    return json.build();
  }

  static Load load(String text) {
    JsonObject json = JsonText.object(text);
    JsonObject source = json.getJsonObject("source");
    JsonNumber version = json.getJsonNumber("version");
    return new Load(
        json.getString("id"),
        new DatasetId(json.getString("dataset")),
        Load.State.valueOf(json.getString("state")),
        Instant.parse(json.getString("started")),
        Sql.instantOrNull(JsonText.text(json, "ended")),
        json.getString("by"),
        json.getBoolean("acknowledged"),
        json.getString("request"),
        source == null ? null : source(source),
        new Load.Report(
            number(json, "bytesRead"),
            number(json, "rowsRead"),
            number(json, "rowsKept"),
            number(json, "rowsRejected"),
            number(json, "cellsUnreadable")),
        version == null ? null : version.longValueExact(),
        JsonText.text(json, "problemCode"),
        JsonText.text(json, "problemDetail"),
        JsonText.text(json, "proposal"));
  }

  static JsonObject write(SourceFile source) {
    JsonObjectBuilder json = JsonText.builder().add("format", source.format());
    JsonText.put(json, "compression", source.compression());
    JsonText.put(json, "encoding", source.encoding());
    Character delimiter = source.delimiter();
    JsonText.put(json, "delimiter", delimiter == null ? null : delimiter.toString());
    Boolean header = source.header();
    if (header != null) {
      json.add("header", header.booleanValue());
    }
    JsonText.put(json, "sheet", source.sheet());
    return json.add("sha256", source.sha256()).add("bytes", source.bytes()).build();
  }

  static SourceFile source(JsonObject json) {
    String delimiter = JsonText.text(json, "delimiter");
    return new SourceFile(
        json.getString("format"),
        JsonText.text(json, "compression"),
        JsonText.text(json, "encoding"),
        delimiter == null ? null : delimiter.charAt(0),
        truth(json, "header"),
        JsonText.text(json, "sheet"),
        json.getString("sha256"),
        number(json, "bytes"));
  }

  private static @Nullable Boolean truth(JsonObject json, String name) {
    return json.containsKey(name) ? json.getBoolean(name) : null;
  }

  private static long number(JsonObject json, String name) {
    return json.getJsonNumber(name).longValueExact();
  }

  /// Names a document by its content, lower-case hex.
  static String sha256(String document) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(document.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
