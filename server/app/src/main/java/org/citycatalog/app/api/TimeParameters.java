package org.citycatalog.app.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Reads the times of parameters, which [ParameterRule] has found to be good.
@Provider
@ApplicationScoped
public class TimeParameters implements ParamConverterProvider {
  @Override
  @SuppressWarnings("unchecked") // asked for by its own class
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type generic, Annotation[] annotations) {
    return type == OffsetDateTime.class ? (ParamConverter<T>) new Time() : null;
  }

  private static final class Time implements ParamConverter<OffsetDateTime> {
    @Override
    public OffsetDateTime fromString(String text) {
      return OffsetDateTime.parse(text);
    }

    @Override
    public String toString(OffsetDateTime time) {
      return time.toString();
    }
  }
}
