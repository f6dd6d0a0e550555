package org.citycatalog.app.api;

import org.citycatalog.api.model.CalendarYear;
import org.citycatalog.api.model.DeadlineEvent;
import org.citycatalog.api.model.DeadlineRegime;
import org.citycatalog.api.model.DeadlineRule;
import org.citycatalog.api.model.DeadlineUnit;
import org.citycatalog.api.model.Holiday;
import org.citycatalog.sharing.deadlines.Deadline;
import org.citycatalog.sharing.deadlines.DeadlineProfile;
import org.citycatalog.sharing.deadlines.Deadlines;
import org.citycatalog.sharing.deadlines.Regime;
import org.citycatalog.sharing.deadlines.WorkingCalendar;
import org.jspecify.annotations.Nullable;

/// Deadlines on the wire.
final class DeadlineWire {
  private DeadlineWire() {}

  static org.citycatalog.api.model.@Nullable Deadline deadlineOrNull(
      @Nullable Deadline deadline, boolean overdue) {
    if (deadline == null) {
      return null;
    }
    DeadlineProfile.Rule rule = deadline.rule();
    boolean extended = deadline.extendedBy() > 0;
    return org.citycatalog.api.model.Deadline.builder()
        .event(event(rule))
        .due(deadline.due())
        .workingDays(deadline.workingDays())
        .source(rule.source())
        .confirmed(rule.confirmed())
        .extendable(extended || overdue ? null : rule.extendable())
        .extended(extended)
        .overdue(overdue)
        .provisional(deadline.provisional())
        .build();
  }

  static org.citycatalog.api.model.Deadlines deadlines(Deadlines deadlines) {
    return new org.citycatalog.api.model.Deadlines(
        profile(deadlines.profile()), calendar(deadlines.calendar()));
  }

  private static org.citycatalog.api.model.DeadlineProfile profile(DeadlineProfile profile) {
    return new org.citycatalog.api.model.DeadlineProfile(
        profile.name(),
        Wire.text(profile.title()),
        profile.rules().stream().map(DeadlineWire::rule).toList());
  }

  private static DeadlineRule rule(DeadlineProfile.Rule rule) {
    Regime regime = rule.regime();
    return DeadlineRule.builder()
        .event(event(rule))
        .regime(regime == null ? null : DeadlineRegime.fromString(regime.code()))
        .days(rule.days())
        .unit(DeadlineUnit.WORKING_DAY)
        .extendable(rule.extendable())
        .source(rule.source())
        .confirmed(rule.confirmed())
        .build();
  }

  private static DeadlineEvent event(DeadlineProfile.Rule rule) {
    return DeadlineEvent.fromString(rule.event().code());
  }

  private static org.citycatalog.api.model.WorkingCalendar calendar(WorkingCalendar calendar) {
    return new org.citycatalog.api.model.WorkingCalendar(
        calendar.name(),
        Wire.text(calendar.title()),
        calendar.zone().getId(),
        calendar.years().stream()
            .map(year ->
                CalendarYear.builder()
                    .year(year.year())
                    .source(year.source())
                    .confirmed(year.confirmed())
                    .holidays(
                        year.holidays().stream()
                            .map(each -> new Holiday(each.name(), each.from(), each.to()))
                            .toList())
                    .makeUpDays(year.makeUpDays())
                    .build())
            .toList());
  }
}
