/// Writes rows as JSON, JSON Lines and CSV, one after another, in memory that does not grow.
///
/// Uses `catalog` and `rows`. Start reading at [org.citycatalog.export.RowFormat].
@NullMarked
package org.citycatalog.export;

import org.jspecify.annotations.NullMarked;
