/// What readers find wrong in data, and what its provider does about it (校核).
///
/// Who reports something has a permit for it: nothing is said here about rows and columns that the
/// reporter may not read. A report is kept as it was written, and nothing of the data is added to
/// it. Uses `catalog` and `sharing` with its `contracts` and `deadlines`. Start reading at
/// [org.citycatalog.stewardship.corrections.Correcting].
@NullMarked
package org.citycatalog.stewardship.corrections;

import org.jspecify.annotations.NullMarked;
