package org.citycatalog.sharing.jdbc;

import java.sql.SQLException;
import org.citycatalog.Postgres;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;

final class PostgresQuotasTest extends QuotasContract {
  @Override
  JdbcCatalogStore open() throws SQLException {
    return Postgres.store();
  }
}
