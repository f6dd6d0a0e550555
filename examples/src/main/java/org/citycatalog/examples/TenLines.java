package org.citycatalog.examples;

import static org.citycatalog.sdk.Conditions.eq;
import static org.citycatalog.sdk.Conditions.gt;
import static org.citycatalog.sdk.Order.desc;

import org.citycatalog.sdk.CityCatalog;
import org.citycatalog.sdk.model.Hit;

/// What the README shows: which datasets are about parking, and where in 屯溪区 is a place free? A
/// test runs these very lines with the address of its own server in them.
public final class TenLines {
  private TenLines() {}

  public static void main(String[] arguments) {
    // tag::ten-lines[]
    try (CityCatalog city = CityCatalog.connect("http://localhost:9080")) {
      for (Hit hit : city.search("停车").first(5)) {
        System.out.println(hit.id() + "  " + hit.title().zh());
      }
      city
          .dataset("transport.parking")
          .rows()
          .where(eq("district", "341002").and(gt("free", 10)))
          .sort(desc("free"))
          .select("name", "free")
          .stream()
          .forEach(row -> System.out.println(row.text("name") + ": " + row.integer("free")));
    }
    // end::ten-lines[]
  }
}
