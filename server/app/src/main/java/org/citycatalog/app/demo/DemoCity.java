package org.citycatalog.app.demo;

import java.util.List;
import org.citycatalog.app.demo.DemoDataset.FileBody;
import org.citycatalog.catalog.Provider;

/// Huangshan (341000) as a small catalog: six units and eight datasets.
///
/// The units are generic and their codes synthetic. `civil.divisions` and `civil.villages` are
/// real; all other rows are made up from fixed seeds and a fixed calendar, so the same city comes
/// out on every machine.
public final class DemoCity {
  private final List<Provider> providers;
  private final List<DemoDataset> datasets;

  private DemoCity(List<Provider> providers, List<DemoDataset> datasets) {
    this.providers = providers;
    this.datasets = datasets;
  }

  /// Makes the city; rows are made only when a file is written.
  public static DemoCity huangshan() {
    Places places = Places.read();
    return new DemoCity(
        Resources.providers(),
        List.of(
            dataset("civil.divisions", "divisions.csv", Resources.copyOf("divisions.csv")),
            dataset("civil.villages", "villages.csv", Resources.copyOf("villages.csv")),
            dataset("transport.parking", "parking.jsonl", new Parking(places)),
            dataset("transport.bus-stops", "bus-stops.csv", new BusStops(places)),
            dataset("market.enterprises", "enterprises.csv", new Enterprises(places)),
            dataset("ecology.air-hourly", "air-hourly.csv", new AirHourly()),
            dataset("hotline.tickets", "tickets.csv", new HotlineTickets(places)),
            dataset("tourism.scenic-areas", "scenic-areas.geojson", new ScenicAreas())));
  }

  private static DemoDataset dataset(String id, String fileName, FileBody file) {
    return new DemoDataset(Resources.object(id + ".json"), fileName, file, true);
  }

  /// The units that provide the data; they come before their datasets.
  public List<Provider> providers() {
    return providers;
  }

  /// The datasets, in the order in which they are to be registered.
  public List<DemoDataset> datasets() {
    return datasets;
  }
}
