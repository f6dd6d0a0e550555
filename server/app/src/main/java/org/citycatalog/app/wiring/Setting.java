package org.citycatalog.app.wiring;

import java.util.List;
import java.util.Locale;

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
      "false",
      "`true` registers and loads the demo city in a catalog that holds no other datasets."),
  CITYCATALOG_MAX_UPLOAD_MIB("20480", "Largest file that is received, in MiB, at most 20480."),
  CITYCATALOG_LOAD_THREADS("one per processor", "Threads that index a load."),
  CITYCATALOG_PERMIT_FILTERS_MIB(
      "a sixteenth of the heap",
      "Memory for the rows that rules and grants admit, in MiB; 0 keeps none."),
  CITYCATALOG_QUERY_SECONDS(
      "10", "Seconds that a question about rows may take until they are found and counted."),
  CITYCATALOG_RETENTION_DAYS(
      "7", "Days that a superseded version stays readable for those who page through it."),
  CITYCATALOG_DEADLINE_PROFILE(
      "decree-809",
      "Deadlines: `decree-809`, `guofa-2016-51`, `city-341000`, or the path of a file."),
  CITYCATALOG_CALENDAR("cn", "Working days: `cn`, or the path of a file."),
  MP_JWT_VERIFY_ISSUER(
      "none: no tokens are taken",
      "Issuer of the [tokens](identity.md#tokens-of-an-identity-provider), to the letter."),
  MP_JWT_VERIFY_AUDIENCES("none", "Audiences, with commas: one of them must be the token's."),
  MP_JWT_VERIFY_PUBLICKEY_LOCATION(
      "found from the issuer by discovery", "Address of the issuer's keys, a JSON Web Key Set."),
  MP_JWT_VERIFY_PUBLICKEY_ALGORITHM(
      "RS256", "Signature algorithms, with commas: RS, PS and ES with 256, 384, 512."),
  MP_JWT_VERIFY_CLOCK_SKEW("60", "Seconds by which the clocks may differ, up to 300."),
  MP_JWT_VERIFY_TOKEN_AGE(
      "as the token says", "Seconds after its making for which a token is taken."),
  CITYCATALOG_OIDC_CLAIMS(
      "`citycatalog_kind` and so on",
      "Where tokens say who the caller is: `kind=unit_type,roles=/realm_access/roles`."),
  CITYCATALOG_OIDC_ANY_CLEARANCE("false", "`true` lets tokens clear callers above their kind."),
  CITYCATALOG_SESSION_IDLE_MINUTES(
      "30", "Minutes after which a [session](identity.md#people) ends that is not used."),
  CITYCATALOG_SESSION_HOURS("12", "Hours after which a session ends in any case."),
  CITYCATALOG_SESSIONS_PER_ACCOUNT(
      "5", "Sessions of one account; one more ends the one that was not used for longest."),
  CITYCATALOG_LOCKOUT_FAILURES("5", "Log-ins that fail in a row and lock an account."),
  CITYCATALOG_LOCKOUT_MINUTES("15", "Minutes for which they do."),
  CITYCATALOG_MATCHES_PER_HOUR(
      "60", "Questions an hour whether a tuple is there, by each grant that answers them."),
  CITYCATALOG_RATE_ADDRESS(
      "500/10s",
      "Requests of one address (IPv6: one /64) without a key in a time; `none` for no bound."),
  CITYCATALOG_RATE_ANONYMOUS(
      "10000/10s",
      "Those of all addresses together, of which each has a fair share; `none` for no bound."),
  CITYCATALOG_RATE_KEY(
      "none", "Requests with one key in a time, unless the operator has set a rate for it."),
  CITYCATALOG_TRUSTED_PROXIES(
      "no proxy",
      "Regular expression of proxies whose `X-Forwarded-For` says where a request is from."),
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

  /// What MicroProfile calls it, where the standard has a name for it.
  String property() {
    return name().startsWith("MP_JWT_")
        ? name().toLowerCase(Locale.ROOT).replace('_', '.')
        : name();
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
