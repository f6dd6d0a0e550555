/// Says by when an answer is due, on a calendar of working days, and has what is overdue noted.
///
/// How many days there are ([org.citycatalog.sharing.deadlines.DeadlineProfile]) and which days are
/// worked ([org.citycatalog.sharing.deadlines.WorkingCalendar]) is data. Nothing here grants or
/// refuses anything: a deadline that is over is no consent. Uses `catalog`. Start reading at
/// [org.citycatalog.sharing.deadlines.Deadlines].
@NullMarked
package org.citycatalog.sharing.deadlines;

import org.jspecify.annotations.NullMarked;
