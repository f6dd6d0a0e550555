package org.citycatalog.sharing.quota;

import java.util.Locale;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.Uscc;

/// What limits are set for.
public record Subject(Kind kind, String id) {
  /// What kind of thing it is.
  public enum Kind {
    /// Known by the first of its chain: the limits of a key hold for its successors, too.
    KEY,
    ORGANISATION,
    /// Its limits hold for each organisation that reads it by itself.
    DATASET;

    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static Subject key(String id) {
    return new Subject(Kind.KEY, id);
  }

  public static Subject organisation(Uscc code) {
    return new Subject(Kind.ORGANISATION, code.value());
  }

  public static Subject dataset(DatasetId id) {
    return new Subject(Kind.DATASET, id.value());
  }

  /// Kind and id, as `key 0f3a…`.
  public String text() {
    return kind.code() + " " + id;
  }
}
