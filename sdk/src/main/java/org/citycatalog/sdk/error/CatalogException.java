package org.citycatalog.sdk.error;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.citycatalog.sdk.model.Finding;
import org.jspecify.annotations.Nullable;

/// A call that did not give what was asked.
///
/// The subclass says what a caller can do about it; [#code] is stable and the same in every
/// language.
public class CatalogException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  CatalogException(Failure failure, @Nullable Throwable cause) {
    super(failure.sentence(), cause);
    this.failure = failure;
  }

  /// The stable code: one of the server's error codes, or one of [Failure]'s.
  public final String code() {
    return failure.code();
  }

  /// The HTTP status, 0 where there was no answer.
  public final int status() {
    return failure.status();
  }

  /// One sentence, in the language asked for where the server wrote it.
  public final String title() {
    return failure.title();
  }

  /// What this call did wrong.
  public final Optional<String> detail() {
    return Optional.ofNullable(failure.detail());
  }

  /// What the caller can do.
  public final Optional<String> action() {
    return Optional.ofNullable(failure.action());
  }

  /// The parameter that is wrong.
  public final Optional<String> parameter() {
    return Optional.ofNullable(failure.parameter());
  }

  /// Where in the parameter the mistake is, in characters from 0.
  public final OptionalInt position() {
    Integer position = failure.position();
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /// The nearest valid names; empty where there are none.
  public final List<String> nearest() {
    return failure.nearest();
  }

  /// Every mistake found; empty where the server named none.
  public final List<Finding> findings() {
    return failure.findings();
  }

  /// The name of the request in the server's log.
  public final Optional<String> requestId() {
    return Optional.ofNullable(failure.requestId());
  }
}
