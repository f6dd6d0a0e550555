package org.citycatalog.search;

/// The fields that words are looked up in.
enum TextField {
  TITLE("title", 4, 0.5),
  KEYWORDS("keywords", 2, 0.5),
  ITEMS("items", 1, 0.75),
  PROVIDER("provider", 1, 0.5),
  THEME("theme", 1, 0.5),
  ID("id", 1, 0.5),
  SUMMARY("summary", 1, 0.75);

  private final String code;
  private final double weight;
  private final double lengthEffect;

  TextField(String code, double weight, double lengthEffect) {
    this.code = code;
    this.weight = weight;
    this.lengthEffect = lengthEffect;
  }

  String code() {
    return code;
  }

  /// Name of the field in the index.
  String indexed() {
    return "text." + code;
  }

  double weight() {
    return weight;
  }

  /// How much a long text counts less: 0 not at all, 1 in proportion.
  double lengthEffect() {
    return lengthEffect;
  }
}
