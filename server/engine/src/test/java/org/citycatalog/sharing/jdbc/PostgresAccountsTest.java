package org.citycatalog.sharing.jdbc;

import java.sql.SQLException;
import org.citycatalog.Postgres;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;

final class PostgresAccountsTest extends AccountsContract {
  @Override
  JdbcCatalogStore open() throws SQLException {
    return Postgres.store();
  }
}
