package org.citycatalog.sharing.deadlines;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.citycatalog.catalog.LocalText;

/// Which days are worked: all but Saturdays, Sundays and holidays, and the make-up days (调休).
///
/// A year that it does not have is counted by weekends alone; then the holidays that will be
/// announced for it may move what was counted. They may move the last days of the year before, too:
/// a New Year's holiday can begin in December, and be made up for there.
public final class WorkingCalendar {
  private static final int DAYS_BEFORE_A_NEW_YEAR = 7;

  private final String name;
  private final LocalText title;
  private final ZoneId zone;
  private final List<Year> years;
  private final Set<Integer> known = new HashSet<>();
  private final Set<LocalDate> off = new HashSet<>();
  private final Set<LocalDate> madeUp = new HashSet<>();

  /// What was announced for one year. Its days may lie in the year before, as the make-up days of a
  /// New Year's holiday do.
  ///
  /// @param source where it was announced
  /// @param confirmed whether the days were compared with the text of the announcement
  public record Year(
      int year,
      String source,
      boolean confirmed,
      List<Holiday> holidays,
      List<LocalDate> makeUpDays) {
    public Year {
      holidays = List.copyOf(holidays);
      makeUpDays = List.copyOf(makeUpDays);
    }
  }

  /// Days off in a row, first and last included.
  public record Holiday(String name, LocalDate from, LocalDate to) {
    private static final int MOST_DAYS = 100;

    public Holiday {
      if (to.isBefore(from) || to.isAfter(from.plusDays(MOST_DAYS))) {
        throw new IllegalArgumentException(
            "the holiday '%s' goes from %s to %s".formatted(name, from, to));
      }
    }
  }

  /// A calendar.
  ///
  /// @param zone where its days begin and end
  /// @throws IllegalArgumentException if a year is there twice, a day is both off and made up for,
  ///   or a make-up day is no Saturday or Sunday
  public WorkingCalendar(String name, LocalText title, ZoneId zone, List<Year> years) {
    this.name = name;
    this.title = title;
    this.zone = zone;
    this.years = List.copyOf(years);
    for (Year year : this.years) {
      if (!known.add(year.year())) {
        throw new IllegalArgumentException("the year %d is there twice".formatted(year.year()));
      }
      year.holidays()
          .forEach(
              holiday -> holiday.from().datesUntil(holiday.to().plusDays(1)).forEach(off::add));
      madeUp.addAll(year.makeUpDays());
    }
    for (LocalDate day : madeUp) {
      if (off.contains(day)) {
        throw new IllegalArgumentException("%s is both off and a make-up day".formatted(day));
      }
      if (!isWeekend(day)) {
        throw new IllegalArgumentException(
            "%s is a make-up day but no Saturday or Sunday".formatted(day));
      }
    }
  }

  public String name() {
    return name;
  }

  public LocalText title() {
    return title;
  }

  public ZoneId zone() {
    return zone;
  }

  public List<Year> years() {
    return years;
  }

  boolean isWorked(LocalDate day) {
    return madeUp.contains(day) || !isWeekend(day) && !off.contains(day);
  }

  /// The last of a number of working days after a day, which itself does not count.
  LocalDate after(LocalDate day, int workingDays) {
    LocalDate last = day;
    for (int counted = 0; counted < workingDays; ) {
      last = last.plusDays(1);
      if (isWorked(last)) {
        counted++;
      }
    }
    return last;
  }

  /// Whether everything that may be announced is known for every day after one day up to another.
  boolean covers(LocalDate after, LocalDate last) {
    int lastYear = last.plusDays(DAYS_BEFORE_A_NEW_YEAR).getYear();
    for (int year = after.plusDays(1).getYear(); year <= lastYear; year++) {
      if (!known.contains(year)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }
}
