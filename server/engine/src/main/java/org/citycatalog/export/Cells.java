package org.citycatalog.export;

import jakarta.json.stream.JsonGenerator;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.citycatalog.catalog.Value;
import org.citycatalog.rows.Row;
import org.jspecify.annotations.Nullable;

/// How single cells are written.
final class Cells {
  /// Seconds always, fractions only as far as they go: `2026-01-31T08:00:00+08:00`.
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendOffsetId()
          .toFormatter();

  private Cells() {}

  /// Writes a row as a JSON object. Points become GeoJSON.
  static void json(Row row, RowForm form, JsonGenerator json) {
    json.writeStartObject();
    for (int i = 0; i < row.size(); i++) {
      String name = row.item(i).name();
      if (form == RowForm.SOURCE) {
        String text = row.text(i);
        if (text == null) {
          json.writeNull(name);
        } else {
          json.write(name, text);
        }
        continue;
      }
      switch (row.value(i)) {
        case Value.Text(String text) -> json.write(name, text);
        case Value.Int(long number) -> json.write(name, number);
        case Value.Decimal(var number) -> json.write(name, number);
        case Value.Bool(boolean truth) -> json.write(name, truth);
        case Value.Day(var day) -> json.write(name, day.toString());
        case Value.Moment(var time) -> json.write(name, MOMENT.format(time));
        case Value.Point(double longitude, double latitude) ->
            json.writeStartObject(name)
                .write("type", "Point")
                .writeStartArray("coordinates")
                .write(longitude)
                .write(latitude)
                .writeEnd()
                .writeEnd();
        case Value.Missing ignored -> json.writeNull(name);
        case Value.Unreadable ignored -> json.writeNull(name);
      }
    }
    json.writeEnd();
  }

  /// The text of a cell in CSV; null where there is nothing to write.
  static @Nullable String text(Row row, int column, RowForm form) {
    if (form == RowForm.SOURCE) {
      return row.text(column);
    }
    return switch (row.value(column)) {
      case Value.Text(String text) -> text;
      case Value.Int(long number) -> Long.toString(number);
      case Value.Decimal(var number) -> number.toPlainString();
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Day(var day) -> day.toString();
      case Value.Moment(var time) -> MOMENT.format(time);
      case Value.Point(double longitude, double latitude) -> longitude + " " + latitude;
      case Value.Missing ignored -> null;
      case Value.Unreadable ignored -> null;
    };
  }
}
