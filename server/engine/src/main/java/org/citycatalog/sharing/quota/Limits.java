package org.citycatalog.sharing.quota;

import org.citycatalog.sharing.Quota;
import org.jspecify.annotations.Nullable;

/// What somebody set for a key, an organisation or a dataset.
///
/// @param rate of requests; null where none is set
/// @param day what may be read of rows in a day
public record Limits(@Nullable Rate rate, Quota day) {
  public static final Limits NONE = new Limits(null, Quota.NONE);
}
