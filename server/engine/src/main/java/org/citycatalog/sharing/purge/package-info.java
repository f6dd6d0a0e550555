/// Destroys what must not stay: versions of datasets, API keys, the keys of pseudonyms.
///
/// A purge is asked for by one person and approved by another. From its approval on nobody reads
/// what it names; it goes on, over every kill, until the last byte is gone, and only then is it
/// said to be done. What it leaves is a tombstone. Uses `catalog` and `sharing` with its
/// `contracts`, `identity` and `ledger`; what lies in the data folder is erased by whoever keeps it
/// there. Start reading at [org.citycatalog.sharing.purge.Purging].
@NullMarked
package org.citycatalog.sharing.purge;

import org.jspecify.annotations.NullMarked;
