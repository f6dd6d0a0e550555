package org.citycatalog.app.wiring;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.citycatalog.ingest.Limits;
import org.citycatalog.sharing.identity.Sessions;
import org.citycatalog.sharing.ledger.Suite;
import org.citycatalog.sharing.quota.Rate;
import org.citycatalog.sharing.quota.Rates;
import org.jspecify.annotations.Nullable;

/// What the server's keeper decides; see [Setting] for names and meanings.
///
/// @param home absolute
/// @param databaseUrl null for the embedded database
/// @param oidc null where no tokens are taken
record Settings(
    Path home,
    @Nullable String databaseUrl,
    @Nullable String databaseUser,
    @Nullable String databasePassword,
    boolean demo,
    long maxUploadBytes,
    int loadThreads,
    long permitFilterBytes,
    Duration queryTime,
    Duration retention,
    int matchesPerHour,
    String deadlineProfile,
    String calendar,
    Rates.Settings rates,
    Suite ledgerSuite,
    Duration ledgerRetention,
    @Nullable OidcSettings oidc,
    Sessions.Rules sessions) {
  // No more of a file is read, however it is packed.
  private static final int MAX_UPLOAD_MIB = (int) (Limits.DEFAULT.maxBytes() >> 20);
  private static final int MAX_FILTERS_MIB = 1 << 20;
  private static final int FILTERS_SHARE = 16; // of the heap

  /// Reads the settings.
  ///
  /// @param source gives the text of a setting by its name, empty where it is not set
  /// @throws StartException if one of them is wrong
  static Settings read(Function<String, Optional<String>> source) {
    Reader read = new Reader(source);
    String url = read.text(Setting.CITYCATALOG_DATABASE_URL);
    if (url != null && !url.startsWith("jdbc:postgresql:")) {
      // Not printed: an address may carry a password.
      throw new StartException("CITYCATALOG_DATABASE_URL must begin with jdbc:postgresql:");
    }
    read.requirePattern(Setting.CITYCATALOG_TRUSTED_PROXIES); // which Liberty reads itself
    return new Settings(
        read.folder(
            Setting.CITYCATALOG_HOME, Path.of(System.getProperty("user.home"), "citycatalog-data")),
        url,
        read.text(Setting.CITYCATALOG_DATABASE_USER),
        read.text(Setting.CITYCATALOG_DATABASE_PASSWORD),
        read.truth(Setting.CITYCATALOG_DEMO),
        (long) read.number(Setting.CITYCATALOG_MAX_UPLOAD_MIB, 1, MAX_UPLOAD_MIB, MAX_UPLOAD_MIB)
            << 20,
        read.number(
            Setting.CITYCATALOG_LOAD_THREADS, 1, 256, Runtime.getRuntime().availableProcessors()),
        (long)
                read.number(
                    Setting.CITYCATALOG_PERMIT_FILTERS_MIB,
                    0,
                    MAX_FILTERS_MIB,
                    (int) (Runtime.getRuntime().maxMemory() / FILTERS_SHARE >> 20))
            << 20,
        Duration.ofSeconds(read.number(Setting.CITYCATALOG_QUERY_SECONDS, 1, 3600, 10)),
        Duration.ofDays(read.number(Setting.CITYCATALOG_RETENTION_DAYS, 0, 3650, 7)),
        read.number(Setting.CITYCATALOG_MATCHES_PER_HOUR, 1, 100_000, 60),
        read.text(Setting.CITYCATALOG_DEADLINE_PROFILE, "decree-809"),
        read.text(Setting.CITYCATALOG_CALENDAR, "cn"),
        new Rates.Settings(
            read.rate(Setting.CITYCATALOG_RATE_ADDRESS),
            read.rate(Setting.CITYCATALOG_RATE_ANONYMOUS),
            read.rate(Setting.CITYCATALOG_RATE_KEY)),
        read.suite(Setting.CITYCATALOG_LEDGER_DIGEST),
        Duration.ofDays(read.number(Setting.CITYCATALOG_LEDGER_RETENTION_DAYS, 180, 36_500, 1096)),
        read.oidc(),
        new Sessions.Rules(
            Duration.ofMinutes(read.number(Setting.CITYCATALOG_SESSION_IDLE_MINUTES, 1, 1440, 30)),
            Duration.ofHours(read.number(Setting.CITYCATALOG_SESSION_HOURS, 1, 168, 12)),
            read.number(Setting.CITYCATALOG_SESSIONS_PER_ACCOUNT, 1, 100, 5),
            read.number(Setting.CITYCATALOG_LOCKOUT_FAILURES, 1, 100, 5),
            Duration.ofMinutes(read.number(Setting.CITYCATALOG_LOCKOUT_MINUTES, 1, 1440, 15))));
  }

  /// Leaves the password out, so that no log has it.
  @Override
  public String toString() {
    return "Settings[home=%s, database=%s, demo=%s, maxUploadBytes=%d, loadThreads=%d, permitFilterBytes=%d, queryTime=%s, retention=%s, matchesPerHour=%d, deadlineProfile=%s, calendar=%s, rates=%s, ledgerSuite=%s, ledgerRetention=%s, issuer=%s]"
        .formatted(
            home,
            databaseUrl == null ? "sqlite" : "postgresql",
            demo,
            maxUploadBytes,
            loadThreads,
            permitFilterBytes,
            queryTime,
            retention,
            matchesPerHour,
            deadlineProfile,
            calendar,
            rates,
            ledgerSuite,
            ledgerRetention,
            oidc == null ? "none" : oidc.rules().issuer());
  }

  private record Reader(Function<String, Optional<String>> source) {
    @Nullable String text(Setting setting) {
      return source
          .apply(setting.name())
          .or(() -> source.apply(setting.property()))
          .map(String::strip)
          .filter(text -> !text.isEmpty())
          .orElse(null);
    }

    String text(Setting setting, String otherwise) {
      String text = text(setting);
      return text == null ? otherwise : text;
    }

    boolean truth(Setting setting) {
      String text = text(setting);
      if (text == null || text.equals("false")) {
        return false;
      }
      if (text.equals("true")) {
        return true;
      }
      throw new StartException("%s must be true or false but was '%s'".formatted(setting, text));
    }

    int number(Setting setting, int least, int most, int otherwise) {
      String text = text(setting);
      if (text == null) {
        return otherwise;
      }
      try {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException notANumber) {
        // Told below, like a number out of range.
      }
      throw new StartException(
          "%s must be a whole number from %d to %d but was '%s'"
              .formatted(setting, least, most, text));
    }

    @Nullable OidcSettings oidc() {
      String issuer = text(Setting.MP_JWT_VERIFY_ISSUER);
      if (issuer == null) {
        if (text(Setting.MP_JWT_VERIFY_PUBLICKEY_LOCATION) != null) {
          throw new StartException("tokens are taken of an issuer: set MP_JWT_VERIFY_ISSUER");
        }
        return null;
      }
      int oldest = number(Setting.MP_JWT_VERIFY_TOKEN_AGE, 1, 31_536_000, 0);
      try {
        return OidcSettings.of(
            issuer,
            text(Setting.MP_JWT_VERIFY_PUBLICKEY_LOCATION),
            text(Setting.MP_JWT_VERIFY_AUDIENCES),
            text(Setting.MP_JWT_VERIFY_PUBLICKEY_ALGORITHM),
            Duration.ofSeconds(number(Setting.MP_JWT_VERIFY_CLOCK_SKEW, 0, 300, 60)),
            oldest == 0 ? null : Duration.ofSeconds(oldest),
            text(Setting.CITYCATALOG_OIDC_CLAIMS),
            truth(Setting.CITYCATALOG_OIDC_ANY_CLEARANCE));
      } catch (IllegalArgumentException wrong) {
        throw new StartException(
            "the identity provider's settings are wrong: " + wrong.getMessage(), wrong);
      }
    }

    void requirePattern(Setting setting) {
      String text = text(setting);
      try {
        Pattern.compile(text == null ? "" : text);
      } catch (PatternSyntaxException wrong) {
        throw new StartException(
            "%s is no regular expression: %s".formatted(setting, wrong.getDescription()), wrong);
      }
    }

    @Nullable Rate rate(Setting setting) {
      String text = text(setting);
      String rate = text == null ? setting.otherwise() : text;
      return rate.equals("none")
          ? null
          : Rate.parse(rate)
              .orElseThrow(() ->
                  new StartException(
                      "%s must be none or a rate such as 500/10s, of 1 to 3600 seconds, but was '%s'"
                          .formatted(setting, text)));
    }

    Suite suite(Setting setting) {
      String text = text(setting);
      return Suite.ofDigest(text == null ? Suite.SHA_256.digestName() : text)
          .orElseThrow(() ->
              new StartException(
                  "%s must be SHA-256 or SM3 but was '%s'".formatted(setting, text)));
    }

    Path folder(Setting setting, Path otherwise) {
      String text = text(setting);
      try {
        return (text == null ? otherwise : Path.of(text)).toAbsolutePath().normalize();
      } catch (InvalidPathException notAPath) {
        throw new StartException("%s is no path: '%s'".formatted(setting, text), notAPath);
      }
    }
  }
}
