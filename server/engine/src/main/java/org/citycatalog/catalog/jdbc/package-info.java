/// Keeps the catalog in a relational database: embedded SQLite, or PostgreSQL by its address.
///
/// Documents are kept as JSON beside the few columns that are asked for. Every write takes the next
/// number of the one change list first, and holds it until it commits, so numbers rise in commit
/// order and a reader of the list never misses one. One server process per database: caches know
/// only the writes of their own process. Uses `catalog` alone. Start reading at
/// [org.citycatalog.catalog.jdbc.JdbcCatalogStore].
@NullMarked
package org.citycatalog.catalog.jdbc;

import org.jspecify.annotations.NullMarked;
