package com.example.parking;

import static org.citycatalog.sdk.Conditions.eq;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.Row;
import org.citycatalog.sdk.error.CatalogException;

/** A company's question: how many parking places are free in each district right now? */
public final class ParkingBoard {
  private ParkingBoard() {}

  public static void main(String[] arguments) {
    String address = arguments.length > 0 ? arguments[0] : "http://localhost:9080";
    Map<String, Long> free = new TreeMap<>();
    try (CityCatalog city = CityCatalog.connect(address);
        Stream<Row> rows =
            city
                .dataset("transport.parking")
                .rows()
                .where(eq("status", "开放"))
                .select("district", "free")
                .pageSize(50)
                .stream()) {
      rows.filter(row -> !row.isMissing("free") && row.unreadable("free").isEmpty())
          .forEach(row -> free.merge(row.text("district"), row.integer("free"), Long::sum));
    } catch (CatalogException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    free.forEach((district, places) -> System.out.println(district + ": " + places));
  }
}
