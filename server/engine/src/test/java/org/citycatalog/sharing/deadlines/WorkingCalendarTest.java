package org.citycatalog.sharing.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.citycatalog.Seeds;
import org.citycatalog.catalog.LocalText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class WorkingCalendarTest {
  private static final LocalText TITLE = LocalText.of("测试日历");
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @ParameterizedTest(name = "{1} working days after {0}: {2}, {3}")
  @CsvSource({
    // An ordinary week, and over a weekend.
    "2026-11-23, 1, 2026-11-24, known",
    "2026-11-23, 10, 2026-12-07, known",
    "2026-11-27, 1, 2026-11-30, known",
    // Spring Festival 2026: 02-14 is a made-up Saturday, then off until Monday 02-23, 02-28 made
    // up.
    "2026-02-12, 1, 2026-02-13, known",
    "2026-02-12, 2, 2026-02-14, known",
    "2026-02-12, 3, 2026-02-24, known",
    "2026-02-12, 7, 2026-02-28, known",
    "2026-02-12, 8, 2026-03-02, known",
    "2026-02-12, 10, 2026-03-04, known",
    // An event within the holiday counts from the first day worked.
    "2026-02-17, 1, 2026-02-24, known",
    "2026-02-17, 20, 2026-03-20, known",
    // Spring Festival 2025: a made-up Sunday before it, a made-up Saturday after it.
    "2025-01-24, 1, 2025-01-26, known",
    "2025-01-24, 2, 2025-01-27, known",
    "2025-01-24, 3, 2025-02-05, known",
    "2025-01-24, 6, 2025-02-08, known",
    "2025-01-24, 7, 2025-02-10, known",
    // A made-up day itself does not count as the day of the event.
    "2025-01-26, 1, 2025-01-27, known",
    // National Day 2025: Sunday 09-28 before it, Saturday 10-11 after it.
    "2025-09-26, 1, 2025-09-28, known",
    "2025-09-26, 3, 2025-09-30, known",
    "2025-09-26, 4, 2025-10-09, known",
    "2025-09-26, 6, 2025-10-11, known",
    // A holiday on a weekend alone changes nothing but its Monday.
    "2025-05-30, 1, 2025-06-03, known",
    // From one year to the next: Sunday 2026-01-04 is made up.
    "2025-12-31, 1, 2026-01-04, known",
    "2025-12-31, 2, 2026-01-05, known",
    // The year of the event need not be known, only those that are counted.
    "2024-12-31, 1, 2025-01-02, known",
    "2024-12-30, 1, 2024-12-31, provisional",
    // 2027 is not announced: its New Year is counted as a Friday, and may take days of December.
    "2026-12-23, 1, 2026-12-24, known",
    "2026-12-24, 1, 2026-12-25, provisional",
    "2026-12-30, 1, 2026-12-31, provisional",
    "2026-12-31, 1, 2027-01-01, provisional",
    "2026-12-21, 10, 2027-01-04, provisional"
  })
  void working_days_are_counted_over_holidays_and_made_up_days(
      LocalDate day, int days, LocalDate last, String known) {
    WorkingCalendar calendar = ShippedDeadlines.calendar();

    assertThat(calendar.after(day, days)).isEqualTo(last);
    assertThat(calendar.covers(day, last)).isEqualTo(known.equals("known"));
  }

  @Test
  void a_new_year_that_is_announced_moves_the_december_before_it() {
    WorkingCalendar.Year before = new WorkingCalendar.Year(2018, "测试", false, List.of(), List.of());
    // As it was for 2019: Saturday 2018-12-29 made up for Monday 2018-12-31.
    WorkingCalendar.Year announced =
        new WorkingCalendar.Year(
            2019,
            "测试",
            false,
            List.of(
                new WorkingCalendar.Holiday(
                    "元旦", LocalDate.of(2018, 12, 30), LocalDate.of(2019, 1, 1))),
            List.of(LocalDate.of(2018, 12, 29)));
    LocalDate friday = LocalDate.of(2018, 12, 28);

    WorkingCalendar first = calendar(before);
    WorkingCalendar then = calendar(before, announced);

    assertThat(first.after(friday, 1)).isEqualTo(LocalDate.of(2018, 12, 31));
    assertThat(first.covers(friday, LocalDate.of(2018, 12, 31))).isFalse();
    assertThat(then.after(friday, 1)).isEqualTo(LocalDate.of(2018, 12, 29));
    assertThat(then.covers(friday, LocalDate.of(2018, 12, 29))).isTrue();
  }

  @Test
  void the_shipped_years_have_as_many_working_days_as_were_announced() {
    WorkingCalendar calendar = ShippedDeadlines.calendar();

    assertThat(calendar.zone()).isEqualTo(SHANGHAI);
    assertThat(calendar.years()).extracting(WorkingCalendar.Year::year).contains(2025, 2026);
    assertThat(calendar.years()).noneMatch(WorkingCalendar.Year::confirmed);
    // 365 days, 104 weekend days in both years.
    assertThat(workedIn(calendar, 2025)).isEqualTo(365 - 104 - weekdaysOff(calendar, 2025) + 5);
    assertThat(workedIn(calendar, 2026)).isEqualTo(365 - 104 - weekdaysOff(calendar, 2026) + 6);
  }

  private static long workedIn(WorkingCalendar calendar, int year) {
    return LocalDate.of(year, 1, 1)
        .datesUntil(LocalDate.of(year + 1, 1, 1))
        .filter(calendar::isWorked)
        .count();
  }

  private static long weekdaysOff(WorkingCalendar calendar, int year) {
    return LocalDate.of(year, 1, 1)
        .datesUntil(LocalDate.of(year + 1, 1, 1))
        .filter(day -> day.getDayOfWeek().getValue() <= 5 && !calendar.isWorked(day))
        .count();
  }

  static LongStream seeds() {
    return Seeds.few();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_count_is_that_of_who_walks_day_by_day(long seed) {
    Random random = new Random(seed);
    List<LocalDate> off = new ArrayList<>();
    List<LocalDate> madeUp = new ArrayList<>();
    List<WorkingCalendar.Year> years = new ArrayList<>();
    for (int year = 2030; year < 2030 + random.nextInt(5); year++) {
      years.add(year(random, year, off, madeUp));
    }
    WorkingCalendar calendar = new WorkingCalendar("made-up", TITLE, SHANGHAI, years);

    for (int i = 0; i < 200; i++) {
      LocalDate day = LocalDate.of(2029, 12, 1).plusDays(random.nextInt(2000));
      int days = 1 + random.nextInt(40);

      assertThat(calendar.after(day, days))
          .as("%d days after %s", days, day)
          .isEqualTo(walked(day, days, off, madeUp));
    }
  }

  private static WorkingCalendar.Year year(
      Random random, int year, List<LocalDate> off, List<LocalDate> madeUp) {
    List<WorkingCalendar.Holiday> holidays = new ArrayList<>();
    List<LocalDate> makeUpDays = new ArrayList<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      LocalDate from = LocalDate.of(year, 1, 1).plusDays(random.nextInt(350));
      LocalDate to = from.plusDays(random.nextInt(9));
      holidays.add(new WorkingCalendar.Holiday("假", from, to));
      for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
        off.add(day);
      }
    }
    for (int i = 0; i < 10; i++) {
      LocalDate day = LocalDate.of(year, 1, 1).plusDays(random.nextInt(365));
      if (day.getDayOfWeek().getValue() > 5 && !off.contains(day)) {
        makeUpDays.add(day);
      }
    }
    madeUp.addAll(makeUpDays);
    return new WorkingCalendar.Year(year, "测试", false, holidays, makeUpDays);
  }

  private static LocalDate walked(
      LocalDate day, int days, List<LocalDate> off, List<LocalDate> madeUp) {
    LocalDate at = day;
    int left = days;
    while (left > 0) {
      at = at.plusDays(1);
      boolean weekend =
          at.getDayOfWeek() == DayOfWeek.SATURDAY || at.getDayOfWeek() == DayOfWeek.SUNDAY;
      if (weekend ? madeUp.contains(at) : !off.contains(at)) {
        left--;
      }
    }
    return at;
  }

  @Test
  void a_calendar_that_contradicts_itself_is_refused() {
    LocalDate monday = LocalDate.of(2026, 11, 23);
    LocalDate saturday = LocalDate.of(2026, 11, 28);
    WorkingCalendar.Holiday holiday = new WorkingCalendar.Holiday("假", saturday, saturday);

    assertThatThrownBy(() -> calendar(year(List.of(), List.of(monday))))
        .hasMessageContaining("2026-11-23 is a make-up day but no Saturday or Sunday");
    assertThatThrownBy(() -> calendar(year(List.of(holiday), List.of(saturday))))
        .hasMessageContaining("2026-11-28 is both off and a make-up day");
    assertThatThrownBy(() -> calendar(year(List.of(), List.of()), year(List.of(), List.of())))
        .hasMessageContaining("2026 is there twice");
    assertThatThrownBy(() -> new WorkingCalendar.Holiday("假", saturday, monday))
        .hasMessageContaining("goes from 2026-11-28 to 2026-11-23");
  }

  private static WorkingCalendar calendar(WorkingCalendar.Year... years) {
    return new WorkingCalendar("x", TITLE, SHANGHAI, List.of(years));
  }

  private static WorkingCalendar.Year year(
      List<WorkingCalendar.Holiday> holidays, List<LocalDate> makeUpDays) {
    return new WorkingCalendar.Year(2026, "测试", false, holidays, makeUpDays);
  }
}
