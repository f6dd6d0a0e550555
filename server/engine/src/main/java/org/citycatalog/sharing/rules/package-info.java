/// What a rule about a dataset opens and shuts, told before it holds.
///
/// A rule is looked at with the eyes of those it concerns: every kind of caller, and everybody who
/// reads under a grant. Each of them is taken to [org.citycatalog.sharing.Boundary] twice, with the
/// entry as it is and as it would be; what differs between the two decisions is what changes. Rows
/// are only counted, by whoever reads rows. Uses `catalog` and `sharing` with its `contracts`.
/// Start reading at [org.citycatalog.sharing.rules.ComparedRules].
@NullMarked
package org.citycatalog.sharing.rules;

import org.jspecify.annotations.NullMarked;
