package org.citycatalog.catalog.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.citycatalog.catalog.UnavailableException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// The two databases and everything in which they differ: how they are opened, the types of the
/// schema, and what their errors mean.
///
/// SQLite has one connection that writes and several that read, which see the last commit and never
/// wait for the writer; PostgreSQL has one pool for both.
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String CUT_THE_LOG = "PRAGMA wal_checkpoint(TRUNCATE)";

  private static final int SQLITE_BUSY_CODE = 5;
  private static final int SQLITE_CORRUPT_CODE = 11;
  private static final int SQLITE_FULL_CODE = 13;
  private static final int SQLITE_CONSTRAINT_CODE = 19;
  private static final int PRIMARY_CODE =
      0xFF; // SQLite's extended codes hold the primary one in their lowest byte

  // What purges delete from or overwrite, and so is rewritten when that is to be gone: what was
  // read from a file, keys and their labels, what pseudonyms and the ledger's seals are made with.
  private static final List<String> PURGED =
      List.of("version", "load", "api_key", "data_grant", "literal_salt");

  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final List<String> shredding;

  /// @param shredding statements, each outside a transaction
  private Database(HikariDataSource writers, HikariDataSource readers, List<String> shredding) {
    this.writers = writers;
    this.readers = readers;
    this.shredding = shredding;
  }

  /// Opens or makes the database in a file; its folder must be there.
  static Database sqlite(Path file) {
    String url = "jdbc:sqlite:" + file.toAbsolutePath();
    Migrations.apply(
        sqliteSource(url, SQLiteConfig.TransactionMode.DEFERRED),
        Map.of("text", "TEXT", "number", "INTEGER", "options", "STRICT"));
    HikariDataSource writers =
        pool("catalog-writer", sqliteSource(url, SQLiteConfig.TransactionMode.IMMEDIATE), 1, null);
    try {
      return new Database(
          writers,
          pool(
              "catalog-reader",
              sqliteSource(url, SQLiteConfig.TransactionMode.DEFERRED),
              READERS,
              "PRAGMA query_only = 1"),
          // The file is written anew without what is free in it, and the log, which has the old
          // pages, is cut to nothing.
          List.of("VACUUM", CUT_THE_LOG));
    } catch (RuntimeException failed) {
      writers.close();
      throw failed;
    }
  }

  /// Opens a PostgreSQL database by its JDBC address.
  static Database postgresql(String url, @Nullable String user, @Nullable String password) {
    // The data source is made here and not found by DriverManager, which does not see drivers
    // inside a WAR.
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    if (user != null) {
      source.setUser(user);
    }
    if (password != null) {
      source.setPassword(password);
    }
    Migrations.apply(
        source, Map.of("text", "TEXT COLLATE \"C\"", "number", "BIGINT", "options", ""));
    HikariDataSource pool = pool("catalog", source, READERS * 2, null);
    return new Database(pool, pool, PURGED.stream().map(table -> "VACUUM FULL " + table).toList());
  }

  /// Work on a connection.
  public interface Work<T> {
    T on(Sql sql) throws SQLException;
  }

  /// Runs statements that change nothing, each seeing the last commit.
  public <T> T read(Work<T> work) {
    try (Connection connection = readers.getConnection()) {
      return work.on(new Sql(connection));
    } catch (SQLException failed) {
      throw failure(failed);
    }
  }

  /// Runs one transaction. It is on disk when this returns, or nothing has happened: an empty
  /// answer rolls back.
  public <T> Optional<T> write(Work<Optional<T>> work) {
    try (Connection connection = writers.getConnection()) {
      try {
        return transaction(connection, work);
      } catch (SQLException failed) {
        // Where SQLite's transaction did not start, or ended by itself on a full disk, the driver
        // still believes in it, and every later one on the same connection would fail.
        writers.evictConnection(connection);
        throw failed;
      }
    } catch (SQLException failed) {
      throw failure(failed);
    }
  }

  /// Leaves no byte of what was deleted or overwritten in the database's own files. What a server
  /// of its own keeps elsewhere, such as PostgreSQL's log and its copies, is not reached.
  ///
  /// @throws UnavailableException if somebody reads what was before, or the database does not
  ///   answer
  void shred() {
    try (Connection connection = writers.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(true);
      for (String each : shredding) {
        if (statement.execute(each)) {
          try (ResultSet answer = statement.getResultSet()) {
            if (each.equals(CUT_THE_LOG) && answer.next() && answer.getInt(1) != 0) {
              throw new SQLException("the database's log is still being read");
            }
          }
        }
      }
    } catch (SQLException failed) {
      throw failure(failed);
    }
  }

  private static <T> Optional<T> transaction(Connection connection, Work<Optional<T>> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      Optional<T> answer = work.on(new Sql(connection));
      if (answer.isPresent()) {
        connection.commit();
      } else {
        connection.rollback();
      }
      return answer;
    } catch (SQLException | RuntimeException failed) {
      try {
        connection.rollback();
      } catch (SQLException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  @Override
  public void close() {
    readers.close();
    // Last, since its connection folds SQLite's log into the file; for PostgreSQL it is the same
    // pool, closed twice.
    writers.close();
  }

  private static SQLiteDataSource sqliteSource(String url, SQLiteConfig.TransactionMode mode) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout((int) PATIENCE.toMillis());
    config.enforceForeignKeys(true);
    config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true"); // what is deleted is overwritten
    config.setTransactionMode(mode);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl(url);
    return source;
  }

  private static HikariDataSource pool(
      String name, DataSource source, int size, @Nullable String opening) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(PATIENCE.toMillis());
    if (opening != null) {
      config.setConnectionInitSql(opening);
    }
    return new HikariDataSource(config);
  }

  private static RuntimeException failure(SQLException failed) {
    String state = failed.getSQLState() == null ? "" : failed.getSQLState();
    int code =
        failed instanceof org.sqlite.SQLiteException ? failed.getErrorCode() & PRIMARY_CODE : -1;
    if (code == SQLITE_FULL_CODE || state.equals("53100")) {
      return new UnavailableException("disk-full", "no room for the catalog's database", failed);
    }
    if (code == SQLITE_CONSTRAINT_CODE
        || code == 1
        || state.startsWith("23")
        || state.startsWith("42")) {
      return new IllegalStateException(
          "a statement broke a rule of the catalog's database", failed);
    }
    String message =
        switch (code) {
          case SQLITE_BUSY_CODE -> "the catalog's database is held by another process";
          case SQLITE_CORRUPT_CODE -> "the catalog's database is damaged";
          default -> "the catalog's database does not answer";
        };
    return new UnavailableException("unavailable", message, failed);
  }
}
