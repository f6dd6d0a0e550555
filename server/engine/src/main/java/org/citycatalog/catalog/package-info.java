/// Says what exists: entries, their items, providers, versions, loads, and the changes that
/// happened to them.
///
/// Values are checked where they are made, so that inside the engine a value of a type is valid.
/// Everything is kept in a [org.citycatalog.catalog.CatalogStore]; indexes follow its change list
/// and can be rebuilt from it. Uses nothing of the other packages. Start reading at
/// [org.citycatalog.catalog.Dataset].
@NullMarked
package org.citycatalog.catalog;

import org.jspecify.annotations.NullMarked;
