/// Decides what may leave the server, and to whom.
///
/// The one way out: a [org.citycatalog.sharing.Permit] is made only by
/// [org.citycatalog.sharing.Boundary], and everything that reads rows asks for one; search takes an
/// [org.citycatalog.sharing.Audience], made the same way. Start reading at `Boundary`.
///
/// Around it stand what a decision rests on and what follows from it: who calls (`identity`), what
/// was agreed (`contracts`, with `deadlines`, and for others as `odrl`), how much (`quota`), what a
/// rule would do (`rules`), what is recorded (`ledger`) and destroyed (`purge`). This package uses
/// `catalog`, `cql` and, of those, `deadlines`.
@NullMarked
package org.citycatalog.sharing;

import org.jspecify.annotations.NullMarked;
