package org.citycatalog.catalog.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/// Brings a database to this program's version of the schema.
///
/// The scripts are named here and read through this class: how an application server lays out its
/// class loaders does not matter to them. What Flyway's constructor cannot be told is not to look
/// for classes in `db/callback`, where it logs an error if Liberty's class loader does not find the
/// folder. So the folder is there, with nothing but the empty file `flyway.location` that Flyway
/// asks for.
final class Migrations {
  private static final List<String> SCRIPTS =
      List.of(
          "V1__catalog.sql",
          "V2__contracts.sql",
          "V3__changes_to_record.sql",
          "V4__deadlines_and_corrections.sql",
          "V5__callers.sql",
          "V7__quotas.sql",
          "V8__purges.sql",
          "V9__proposed_changes.sql",
          "V10__keys_of_one_holder.sql",
          "V11__open_requests.sql");

  // Held, because a logger that nobody holds forgets its level.
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  static {
    if (FLYWAY.getLevel() == null) {
      FLYWAY.setLevel(Level.WARNING); // it tells a dozen lines of its settings at every start
    }
  }

  private Migrations() {}

  /// Applies what is missing.
  ///
  /// @throws IllegalStateException if a newer program has changed the database, or a script fails
  static void apply(DataSource database, Map<String, String> placeholders) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(database)
          .table("schema_history")
          .resourceProvider(new Scripts())
          .javaMigrationClassProvider(List::of)
          .placeholders(placeholders)
          .callbackLocations(new String[0])
          .ignoreMigrationPatterns(new String[0]) // a database from the future is refused, not used
          .load()
          .migrate();
    } catch (FlywayException failed) {
      throw new IllegalStateException(
          "the catalog's database could not be brought to this version", failed);
    }
  }

  private static final class Scripts implements ResourceProvider {
    @Override
    public @Nullable LoadableResource getResource(String name) {
      return SCRIPTS.contains(name) ? new Script(name) : null;
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
      return SCRIPTS.stream()
          .filter(
              name -> name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
          .<LoadableResource>map(Script::new)
          .toList();
    }
  }

  private static final class Script extends LoadableResource {
    private final String name;

    private Script(String name) {
      this.name = name;
    }

    @Override
    public Reader read() {
      try (InputStream in = Migrations.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("%s is not beside its class".formatted(name));
        }
        return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(name, e);
      }
    }

    @Override
    public String getAbsolutePath() {
      return name;
    }

    @Override
    public @Nullable String getAbsolutePathOnDisk() {
      return null;
    }

    @Override
    public String getFilename() {
      return name;
    }

    @Override
    public String getRelativePath() {
      return name;
    }
  }
}
