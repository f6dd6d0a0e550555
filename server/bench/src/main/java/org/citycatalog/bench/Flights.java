package org.citycatalog.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Three million flights within the United States in the first half of 2001, in memory: what the
/// server's answers are held against.
final class Flights {
  static final int ROWS = 3_000_000;
  private static final NpmPackage SOURCE = new NpmPackage("vega-datasets", "3.2.1");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

  /// Minutes since 1970, taken as if all clocks showed UTC; rises from row to row.
  final int[] minute = new int[ROWS];

  /// Minutes late, negative where early.
  final short[] delay = new short[ROWS];

  /// Miles.
  final short[] distance = new short[ROWS];

  /// Places in [#airports].
  final short[] origin = new short[ROWS];

  final short[] destination = new short[ROWS];
  final List<String> airports = new ArrayList<>();
  private final Path csv;

  private Flights(Path csv) {
    this.csv = csv;
  }

  /// Reads the package's Parquet file, and writes it as CSV where that has not been done before.
  static Flights in(Path cache) throws IOException, InterruptedException {
    Path parquet = SOURCE.unpackedIn(cache).resolve("data/flights-3m.parquet");
    Flights flights = new Flights(cache.resolve("flights.csv"));
    try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(parquet));
        RowReader rows = file.rowReader()) {
      flights.read(rows);
    }
    if (!Files.exists(flights.csv)) {
      Path part = cache.resolve("flights.csv.part");
      flights.write(part);
      Files.move(part, flights.csv, StandardCopyOption.ATOMIC_MOVE);
    }
    return flights;
  }

  /// The same flights as a file: `date` (ISO 8601 with `Z`), `delay`, `distance`, `origin`,
  /// `destination`.
  Path csv() {
    return csv;
  }

  private void read(RowReader rows) {
    Map<String, Short> places = new HashMap<>();
    int row = 0;
    while (rows.hasNext()) {
      rows.next();
      minute[row] = Math.toIntExact(rows.getLocalTimestamp(0).toEpochSecond(ZoneOffset.UTC) / 60);
      delay[row] = (short) rows.getLong(1);
      distance[row] = (short) rows.getLong(2);
      origin[row] = place(rows.getString(3), places);
      destination[row] = place(rows.getString(4), places);
      row++;
    }
    WrongAnswerException.unlessEqual("flights in the file", ROWS, row);
  }

  private short place(String airport, Map<String, Short> places) {
    return places.computeIfAbsent(
        airport,
        added -> {
          airports.add(added);
          return (short) (airports.size() - 1);
        });
  }

  private void write(Path file) throws IOException {
    try (CsvWriter out = CsvWriter.builder().build(file)) {
      out.writeRecord("date", "delay", "distance", "origin", "destination");
      for (int row = 0; row < ROWS; row++) {
        out.writeRecord(
            time(minute[row]),
            Short.toString(delay[row]),
            Short.toString(distance[row]),
            airports.get(origin[row]),
            airports.get(destination[row]));
      }
    }
  }

  /// A minute as the file and filters write it.
  static String time(int minute) {
    return LocalDateTime.ofEpochSecond(minute * 60L, 0, ZoneOffset.UTC).format(TIME);
  }
}
