package org.citycatalog.sdk.transport;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/// Keeps a generic type for the time when the program runs: `new TypeOf<List<Hit>>() {}`.
///
/// @param <T> the type
public abstract class TypeOf<T> {
  private final Type type;

  protected TypeOf() {
    this.type = ((ParameterizedType) getClass().getGenericSuperclass()).getActualTypeArguments()[0];
  }

  final Type type() {
    return type;
  }
}
