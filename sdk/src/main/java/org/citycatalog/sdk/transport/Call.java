package org.citycatalog.sdk.transport;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One request of the contract, not yet sent.
///
/// @param <T> what its answer's body is read as
public final class Call<T> {
  private final Draft draft;
  private final BodyReader<T> reader;

  private Call(Draft draft, BodyReader<T> reader) {
    this.draft = draft;
    this.reader = reader;
  }

  /// Starts a call.
  ///
  /// @param method the HTTP method
  /// @param path the path from the server's root, with `{name}` for its parameters
  /// @return the draft to fill
  public static Draft to(String method, String path) {
    return new Draft(method, path);
  }

  String method() {
    return draft.method;
  }

  /// Path and query, percent-encoded.
  String target() {
    return draft.query.isEmpty() ? draft.path : draft.path + "?" + String.join("&", draft.query);
  }

  boolean safe() {
    return draft.safe;
  }

  Map<String, String> headers() {
    return draft.headers;
  }

  @Nullable Object body() {
    return draft.body;
  }

  @Nullable String bodyType() {
    return draft.bodyType;
  }

  List<String> accepted() {
    return draft.accepted;
  }

  BodyReader<T> reader() {
    return reader;
  }

  /// Collects the parts of a call.
  public static final class Draft {
    private final String method;
    private final List<String> query = new ArrayList<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String path;
    private boolean safe;
    private @Nullable Object body;
    private @Nullable String bodyType;
    private List<String> accepted = List.of();

    private Draft(String method, String path) {
      this.method = method;
      this.path = path;
      this.safe = method.equals("GET") || method.equals("HEAD");
    }

    /// Says that the call only reads, whatever its method, and may be repeated.
    ///
    /// @return this
    public Draft safe() {
      safe = true;
      return this;
    }

    /// Fills a parameter of the path.
    ///
    /// @param name its name
    /// @param value its value; `.` and `..` would be taken for steps in the path and are refused
    /// @return this
    public Draft path(String name, Object value) {
      String text = Objects.requireNonNull(value, name).toString();
      if (text.isEmpty() || text.equals(".") || text.equals("..")) {
        throw new IllegalArgumentException(name + " must be a name but was '" + text + "'");
      }
      path = path.replace("{" + name + "}", encoded(text));
      return this;
    }

    /// Adds a parameter of the query.
    ///
    /// @param name its name
    /// @param value its value; several values repeat the name, `null` adds nothing
    /// @return this
    public Draft query(String name, @Nullable Object value) {
      if (value instanceof Iterable<?> values) {
        values.forEach(each -> query(name, each));
      } else if (value != null) {
        query.add(encoded(name) + "=" + encoded(value.toString()));
      }
      return this;
    }

    /// Adds a header.
    ///
    /// @param name its name
    /// @param value its value, `null` adds nothing
    /// @return this
    public Draft header(String name, @Nullable Object value) {
      if (value != null) {
        headers.put(name, value.toString());
      }
      return this;
    }

    /// Sets the body.
    ///
    /// @param type its media type
    /// @param value a record to be written as JSON, or an [Upload]
    /// @return this
    public Draft body(String type, Object value) {
      bodyType = type;
      body = Objects.requireNonNull(value, "body");
      return this;
    }

    /// Says which media types the operation answers with.
    ///
    /// @param types the types
    /// @return this
    public Draft accept(String... types) {
      accepted = List.of(types);
      return this;
    }

    /// Ends the draft.
    ///
    /// @param <T> what the body is read as
    /// @param reader reads the body of a good answer
    /// @return the call
    public <T> Call<T> readBy(BodyReader<T> reader) {
      return new Call<>(this, reader);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }
}
