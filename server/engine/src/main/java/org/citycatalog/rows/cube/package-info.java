/// Statistics of rows that are not given: counted once for a version, protected, released, and
/// looked up.
///
/// [org.citycatalog.rows.cube.Tally] counts the rows of a version within a permit that the boundary
/// gives for counting. [org.citycatalog.rows.cube.Suppression] hides the cells that say too much,
/// and others so that these cannot be worked out. [org.citycatalog.rows.cube.History] knows which
/// rows all releases have counted. [org.citycatalog.rows.cube.CubeReleases] decides whether what
/// has been counted may stand beside what has been told before, and keeps it.
/// [org.citycatalog.rows.cube.CubeReader] answers. Uses `catalog`, `sharing` and `rows`; start
/// reading at [org.citycatalog.rows.cube.Suppression].
@NullMarked
package org.citycatalog.rows.cube;

import org.jspecify.annotations.NullMarked;
