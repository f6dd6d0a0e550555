package org.citycatalog.app.http;

/// Entries to register.
final class Entries {
  /// The provider of all entries of tests.
  static final String TRANSPORT =
      "{\"namespace\": \"transport\", \"code\": \"11341000YY0000029D\", \"name\": {\"zh\":"
          + " \"交通运输局\"}}";

  private Entries() {}

  /// An entry of which nobody outside its provider knows, until it is published: unconditionally
  /// open, with two items.
  static String minimal(String id) {
    return """
    {
      "id": "%s",
      "title": {"zh": "测试数据集"},
      "summary": {"zh": "只用于测试"},
      "category": "201001",
      "formatClass": "database",
      "items": [
        {"name": "code", "title": {"zh": "编码"}, "type": "code"},
        {"name": "places", "title": {"zh": "车位数"}, "type": "integer"}
      ],
      "sharing": {"class": "unconditional"},
      "opening": {"class": "unconditional"},
      "level": "G1",
      "updateCycle": "daily",
      "issued": "2026-01-31",
      "terms": "CC BY 4.0",
      "synthetic": true
    }
    """
        .formatted(id);
  }
}
