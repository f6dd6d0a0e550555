/// The way into a city's shared data: find datasets, read their rows, and, for stewards, keep them.
///
/// Start at [org.citycatalog.sdk.CityCatalog]. Everything here is immutable and may be shared by
/// threads unless it says otherwise; every request goes through an operation generated from the
/// contract (`api`), and failures are the exceptions of `error`.
@NullMarked
package org.citycatalog.sdk;

import org.jspecify.annotations.NullMarked;
