package org.citycatalog.sharing.jdbc;

import java.nio.file.Path;
import org.citycatalog.catalog.jdbc.JdbcCatalogStore;
import org.junit.jupiter.api.io.TempDir;

final class SqliteQuotasTest extends QuotasContract {
  @TempDir Path folder;

  @Override
  JdbcCatalogStore open() {
    return JdbcCatalogStore.sqlite(folder.resolve("catalog.db"));
  }
}
