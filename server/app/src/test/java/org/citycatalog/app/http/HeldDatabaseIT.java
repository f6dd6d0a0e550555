package org.citycatalog.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.citycatalog.app.testing.Answer;
import org.citycatalog.app.testing.ContractClient;
import org.citycatalog.app.testing.StartedServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/// Another process, a backup for example, holds the catalog's database.
@Tag("proof")
class HeldDatabaseIT {
  @TempDir private Path home;

  @Test
  void writes_are_refused_after_a_while_reads_go_on_and_all_is_well_when_it_lets_go()
      throws Exception {
    try (StartedServer server =
        StartedServer.start(home, Map.of(StartedServer.JVM, StartedServer.QUICK))) {
      ContractClient operator =
          ContractClient.anonymous(server.url()).withKey(server.operatorKey());
      SQLiteDataSource database = new SQLiteDataSource();
      database.setUrl("jdbc:sqlite:" + home.resolve("catalog.db"));

      try (Connection other = database.getConnection();
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");

        Answer refused = operator.post("/providers", Entries.TRANSPORT);
        assertThat(refused.code()).as("%s", refused).isEqualTo("unavailable");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(operator.get("/providers").status()).isEqualTo(200);
        statement.execute("ROLLBACK");
      }

      assertThat(operator.post("/providers", Entries.TRANSPORT).status()).isEqualTo(201);
    }
  }
}
