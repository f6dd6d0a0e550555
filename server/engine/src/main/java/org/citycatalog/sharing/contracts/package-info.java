/// Conditional sharing as a contract: asked for, checked, reviewed and granted by steps that are
/// kept, each with who took it, when and why.
///
/// Start reading at [org.citycatalog.sharing.contracts.Contracting]. What a grant then gives is
/// decided by [org.citycatalog.sharing.Boundary]. Uses `catalog` and `sharing`, its `deadlines` and
/// its `identity`, which makes the keys of grants.
@NullMarked
package org.citycatalog.sharing.contracts;

import org.jspecify.annotations.NullMarked;
