/// Bounds on how much and how fast is read: what a grant gives in all, what a key, an organisation
/// or the readers of a dataset get a day, and how many requests come in how much time.
///
/// Quotas are counted in the database, ahead of what is given out; rates in memory. No bound of one
/// caller is counted with what another one reads, except that callers without a key, who all see
/// the same, have theirs in common: so nobody learns from a bound what others read. Uses `catalog`,
/// `sharing` and its `identity`. Start reading at [org.citycatalog.sharing.quota.Quotas].
@NullMarked
package org.citycatalog.sharing.quota;

import org.jspecify.annotations.NullMarked;
