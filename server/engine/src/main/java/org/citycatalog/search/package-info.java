/// Finds datasets: by Chinese and English words, filters and facets, inside what a caller may know
/// of.
///
/// An entry is indexed once per projection that holds it; an [org.citycatalog.sharing.Audience]
/// reads a disjoint set of projections, and every number of an answer (statistics of words, totals,
/// facets) is counted over the entries in it, so that an answer is the one of a catalog without the
/// others. The index follows the catalog's change list and can be deleted. Uses `catalog` and
/// `sharing`. Start reading at `DatasetSearch`; `CatalogFollower` fills the index.
@NullMarked
package org.citycatalog.search;

import org.jspecify.annotations.NullMarked;
