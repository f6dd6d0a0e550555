/// Decides what may leave the server, and to whom.
///
/// The one way out: a [org.citycatalog.sharing.Permit] is made only by
/// [org.citycatalog.sharing.Boundary], and everything that reads rows asks for one; search takes an
/// [org.citycatalog.sharing.Audience], made the same way. Uses `catalog`, `cql` and its own
/// `deadlines`. Start reading at `Boundary`.
@NullMarked
package org.citycatalog.sharing;

import org.jspecify.annotations.NullMarked;
