package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.bind.JsonbException;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import jakarta.json.stream.JsonParsingException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citycatalog.api.model.Problem;
import org.citycatalog.catalog.Finding;

/// Reads a body into its wire record, after the contract's schema has found nothing wrong with it.
///
/// Shape: UTF-8, at most 2 MiB, one JSON value, no key twice in an object.
@Provider
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
public class JsonBodyReader implements MessageBodyReader<Object> {
  static final int MAX_BYTES = 2 << 20;
  private static final String WIRE = Problem.class.getPackageName();
  private static final JsonReaderFactory READERS =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
  private static final JsonParserFactory PARSERS = Json.createParserFactory(Map.of());
  @Inject private BodySchemas schemas;
  @Inject private WireJson wire;

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
    return type.getPackageName().equals(WIRE);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type generic,
      Annotation[] annotations,
      MediaType media,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    refuseEncoded(headers);
    String text = text(body.readNBytes(MAX_BYTES + 1));
    JsonStructure json = parse(text);
    List<Finding> findings = schemas.check(type.getSimpleName(), json);
    if (!findings.isEmpty()) {
      throw new ComplaintException(Complaint.findings("invalid-body", findings));
    }
    try {
      return wire.read(json, type);
    } catch (JsonbException unfit) {
      // A number too large for its field, a date that is none: of the schema, but of no value.
      throw new ComplaintException(
          Complaint.findings(
              "invalid-body", List.of(new Finding("wrong-value", "", "a value is out of range"))));
    }
  }

  private static void refuseEncoded(MultivaluedMap<String, String> headers) {
    String encoding = headers.getFirst(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
      throw new ComplaintException(
          Complaint.of("unsupported-media-type", "a JSON body must not be compressed"));
    }
  }

  private static String text(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new ComplaintException(
          Complaint.of("body-too-large", "a JSON body may have %d bytes".formatted(MAX_BYTES)));
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException broken) {
      throw new ComplaintException(
          Complaint.of(
              "malformed-json", "the body is not UTF-8 at byte %d".formatted(buffer.position())));
    }
  }

  private static JsonStructure parse(String text) {
    if (text.isBlank()) {
      throw new ComplaintException(Complaint.of("malformed-json", "the body is empty").at(0));
    }
    try (JsonReader reader = READERS.createReader(new StringReader(text));
        JsonParser again = PARSERS.createParser(new StringReader(text))) {
      JsonValue value = reader.readValue();
      // The reader stops where the value ends; whether that is the end of the text, the parser
      // tells.
      skip(again);
      if (again.hasNext()) {
        throw new ComplaintException(
            Complaint.of("malformed-json", "something follows the JSON value"));
      }
      if (value instanceof JsonStructure structure) {
        return structure;
      }
      throw new ComplaintException(
          Complaint.of("malformed-json", "the body is neither an object nor an array").at(0));
    } catch (ComplaintException told) {
      throw told;
    } catch (JsonParsingException broken) {
      throw new ComplaintException(malformed(broken, text.length()));
    } catch (jakarta.json.JsonException broken) {
      throw new ComplaintException(
          Complaint.of("malformed-json", "the body is no JSON object, or has a key twice"));
    } catch (RuntimeException broken) {
      // The parser has limits of its own on depth and on the length of numbers, and no type for
      // them.
      throw new ComplaintException(
          Complaint.of("malformed-json", "the body is nested too deep or has too long a number"));
    }
  }

  private static void skip(JsonParser parser) {
    switch (parser.next()) {
      case START_OBJECT -> parser.skipObject();
      case START_ARRAY -> parser.skipArray();
      default -> {
        // A single value is behind us already.
      }
    }
  }

  private static Complaint malformed(JsonParsingException broken, int length) {
    long offset = broken.getLocation().getStreamOffset();
    long line = broken.getLocation().getLineNumber();
    String detail =
        line > 0
            ? "the body is not JSON at line %d, column %d"
                .formatted(line, Math.max(1, broken.getLocation().getColumnNumber()))
            : "the body is not JSON";
    return Complaint.of("malformed-json", detail)
        .at(offset >= 0 ? (int) Math.min(offset, length) : null);
  }
}
