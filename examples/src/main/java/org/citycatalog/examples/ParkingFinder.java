package org.citycatalog.examples;

import static org.citycatalog.sdk.Conditions.eq;
import static org.citycatalog.sdk.Conditions.gt;
import static org.citycatalog.sdk.Conditions.withinDistance;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.Column;
import org.citycatalog.sdk.Point;
import org.citycatalog.sdk.error.NotFoundException;
import org.citycatalog.sdk.error.RefusedException;

/// A company's question: I stand here; which car parks nearby have a place for me, and what does an
/// hour cost?
///
/// Then it asks for something that is not open, and says so in a sentence.
public final class ParkingFinder {
  /// A car park, named as the dataset's columns are.
  ///
  /// @param name its name
  /// @param location where it is
  /// @param free places free when it was last counted
  /// @param yuanAnHour 元 an hour; empty where nobody said
  record CarPark(
      String name, Point location, int free, @Column("tariff") Optional<String> yuanAnHour) {}

  private final CityCatalog city;
  private final PrintStream out;

  ParkingFinder(CityCatalog city, PrintStream out) {
    this.city = city;
    this.out = out;
  }

  public static void main(String[] arguments) {
    String address = arguments.length > 0 ? arguments[0] : "http://localhost:9080";
    try (CityCatalog city = CityCatalog.connect(address)) {
      ParkingFinder finder = new ParkingFinder(city, System.out);
      finder.printNearest(new Point(118.337, 29.715), 3_000, 5);
      finder.printHotline();
    }
  }

  void printNearest(Point here, double metres, int count) {
    List<CarPark> nearest = nearest(here, metres, count);
    out.printf("%d 个停车场在 %.0f 米内有空位:%n", nearest.size(), metres);
    for (CarPark park : nearest) {
      out.printf(
          "%s  %.0f 米  空位 %d  %s%n",
          park.name(),
          here.metresTo(park.location()),
          park.free(),
          park.yuanAnHour().map(tariff -> tariff + " 元/小时").orElse("价格未公布"));
    }
  }

  /// Pages of 20 are small, so that the stream goes past a cursor even in a small town.
  List<CarPark> nearest(Point here, double metres, int count) {
    try (Stream<CarPark> parks =
        city
            .dataset("transport.parking")
            .rows()
            .where(withinDistance("location", here, metres))
            .where(eq("status", "开放").and(gt("free", 0)))
            .pageSize(20)
            .as(CarPark.class)
            .stream()) {
      return parks
          .sorted(Comparator.comparingDouble(park -> here.metresTo(park.location())))
          .limit(count)
          .toList();
    }
  }

  /// The hotline's tickets hold people's words and are shared only on conditions; everybody sees
  /// that they are there, since what is counted of them is told.
  void printHotline() {
    try {
      long tickets = city.dataset("hotline.tickets").rows().count();
      out.printf("可读取 %d 条热线工单。%n", tickets);
    } catch (NotFoundException | RefusedException refused) {
      out.println("热线工单不对公众开放: " + refused.title());
    }
  }
}
