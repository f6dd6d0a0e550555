package org.citycatalog.stewardship.jdbc;

import java.sql.SQLException;
import org.citycatalog.Postgres;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;

final class PostgresCorrectingTest extends CorrectingContract {
  @Override
  JdbcCatalogStore open() throws SQLException {
    return Postgres.store();
  }
}
