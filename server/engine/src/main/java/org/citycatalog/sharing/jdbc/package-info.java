/// What sharing keeps of record in the catalog's database: requests and grants, accounts, quotas,
/// purges, the keys of sealed values, and the changes that the ledger has yet to be told of.
@NullMarked
package org.citycatalog.sharing.jdbc;

import org.jspecify.annotations.NullMarked;
