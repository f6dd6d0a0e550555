/// What stewards do with entries: register, edit, publish, withdraw; and when an entry is fit to be
/// published.
///
/// Each use case takes the caller and answers with one of a few expected outcomes. A dataset that
/// the caller may not see gets the answer of one that does not exist. Uses `catalog` and `sharing`.
/// Start reading at [org.citycatalog.stewardship.Outcome].
@NullMarked
package org.citycatalog.stewardship;

import org.jspecify.annotations.NullMarked;
