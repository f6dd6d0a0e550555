package org.citycatalog.bench;

import java.util.Random;
import java.util.function.IntPredicate;

/// A filter of flights as the server takes it and as a scan of the rows decides it.
///
/// @param text CQL2
/// @param test tells by a row's place
record FlightFilter(String text, IntPredicate test) {
  /// Kinds of filters that people use, from a few rows in three million to most of them.
  enum Kind {
    ROUTE("one route") {
      @Override
      FlightFilter random(Flights flights, Random random) {
        int row = random.nextInt(Flights.ROWS);
        short from = flights.origin[row];
        short to = flights.destination[row];
        return new FlightFilter(
            "origin = '%s' AND destination = '%s'"
                .formatted(flights.airports.get(from), flights.airports.get(to)),
            each -> flights.origin[each] == from && flights.destination[each] == to);
      }
    },
    LATE("one airport, late") {
      @Override
      FlightFilter random(Flights flights, Random random) {
        short from = flights.origin[random.nextInt(Flights.ROWS)];
        int least = random.nextInt(10, 180);
        return new FlightFilter(
            "origin = '%s' AND delay >= %d".formatted(flights.airports.get(from), least),
            each -> flights.origin[each] == from && flights.delay[each] >= least);
      }
    },
    HOURS("some hours") {
      @Override
      FlightFilter random(Flights flights, Random random) {
        int first = flights.minute[random.nextInt(Flights.ROWS)];
        int last = first + random.nextInt(60, 24 * 60);
        return new FlightFilter(
            "date BETWEEN TIMESTAMP('%s') AND TIMESTAMP('%s')"
                .formatted(Flights.time(first), Flights.time(last)),
            each -> flights.minute[each] >= first && flights.minute[each] <= last);
      }
    },
    WEEKS("some airports, some weeks") {
      @Override
      FlightFilter random(Flights flights, Random random) {
        short one = flights.destination[random.nextInt(Flights.ROWS)];
        short other = flights.destination[random.nextInt(Flights.ROWS)];
        int first = flights.minute[random.nextInt(Flights.ROWS)];
        int last = first + random.nextInt(7, 60) * 24 * 60;
        return new FlightFilter(
            "destination IN ('%s', '%s') AND date >= TIMESTAMP('%s') AND date < TIMESTAMP('%s')"
                .formatted(
                    flights.airports.get(one),
                    flights.airports.get(other),
                    Flights.time(first),
                    Flights.time(last)),
            each ->
                (flights.destination[each] == one || flights.destination[each] == other)
                    && flights.minute[each] >= first
                    && flights.minute[each] < last);
      }
    },
    EITHER("late or from one airport") {
      @Override
      FlightFilter random(Flights flights, Random random) {
        short from = flights.origin[random.nextInt(Flights.ROWS)];
        int above = random.nextInt(60, 300);
        return new FlightFilter(
            "delay > %d OR origin = '%s'".formatted(above, flights.airports.get(from)),
            each -> flights.delay[each] > above || flights.origin[each] == from);
      }
    },
    BROAD("late, and not far") {
      @Override
      FlightFilter random(Flights flights, Random random) {
        int least = random.nextInt(0, 60);
        int below = random.nextInt(300, 2000);
        return new FlightFilter(
            "delay >= %d AND NOT distance >= %d".formatted(least, below),
            each -> flights.delay[each] >= least && flights.distance[each] < below);
      }
    };

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /// Makes a filter of this kind. Airports and hours are drawn from rows, so often the busy ones.
    abstract FlightFilter random(Flights flights, Random random);
  }

  /// How many flights match, by looking at each.
  int count() {
    int count = 0;
    for (int row = 0; row < Flights.ROWS; row++) {
      count += test.test(row) ? 1 : 0;
    }
    return count;
  }
}
