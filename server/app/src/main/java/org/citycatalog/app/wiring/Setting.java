package org.citycatalog.app.wiring;

import java.util.List;

/// Every setting there is: the environment variable (or system property) that sets it, what holds
/// without it, and what it does. The guide's table is this list.
enum Setting {
  HTTP_HOST("127.0.0.1", "Address to listen on; `*` for all of the machine's."),
  HTTP_PORT("9080", "Port to listen on."),
  CITYCATALOG_HOME(
      "citycatalog-data in the user's home folder",
      "Folder that holds everything the server keeps."),
  CITYCATALOG_DATABASE_URL(
      "an SQLite file in CITYCATALOG_HOME",
      "PostgreSQL database for the catalog, as `jdbc:postgresql://host/name`."),
  CITYCATALOG_DATABASE_USER("none", "User of that database."),
  CITYCATALOG_DATABASE_PASSWORD("none", "Password of that database."),
  CITYCATALOG_DEMO(
      "false", "`true` registers and loads the demo city in a catalog that holds no datasets."),
  CITYCATALOG_MAX_UPLOAD_MIB("20480", "Largest file that is received, in MiB."),
  CITYCATALOG_LOAD_THREADS("one per processor", "Threads that index a load."),
  CITYCATALOG_RETENTION_DAYS(
      "7", "Days that a superseded version stays readable for those who page through it."),
  CITYCATALOG_DEADLINE_PROFILE(
      "decree-809",
      "Deadlines: `decree-809`, `guofa-2016-51`, `city-341000`, or the path of a file."),
  CITYCATALOG_CALENDAR("cn", "Working days: `cn`, or the path of a file."),
  CITYCATALOG_LEDGER_DIGEST(
      "SHA-256", "What chains and signs the ledger: `SHA-256` with Ed25519, or `SM3` with SM2."),
  CITYCATALOG_LEDGER_RETENTION_DAYS(
      "1096", "Days that the ledger is kept, at least 180; the law asks for three years.");

  private final String otherwise;
  private final String purpose;

  Setting(String otherwise, String purpose) {
    this.otherwise = otherwise;
    this.purpose = purpose;
  }

  /// What holds when it is not set.
  String otherwise() {
    return otherwise;
  }

  String purpose() {
    return purpose;
  }

  /// The rows of the guide's table.
  static List<String> table() {
    return java.util.Arrays.stream(values())
        .map(each -> "| `%s` | %s | %s |".formatted(each.name(), each.otherwise, each.purpose))
        .toList();
  }
}
