/// Requests and grants of record, in the catalog's database.
@NullMarked
package org.citycatalog.sharing.jdbc;

import org.jspecify.annotations.NullMarked;
