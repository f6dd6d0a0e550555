package org.citycatalog.sdk;

import org.citycatalog.sdk.model.ExportFormat;

/// Counts the rows in the bytes of an exported file. What it looks for is ASCII, which no other
/// byte of UTF-8 looks like.
abstract sealed class RowCounter {
  long rows;

  static RowCounter of(ExportFormat format) {
    return switch (format) {
      case CSV -> new Csv();
      case JSON -> new JsonArray();
      case JSONL -> new Lines();
      case UNKNOWN -> throw new IllegalArgumentException("a format that is not known");
    };
  }

  abstract void count(byte[] bytes, int offset, int length);

  /// Rows that have ended so far.
  final long rows() {
    return rows;
  }

  /// Rows in all, now that the file is at its end; -1 where it ends in the middle of one.
  abstract long ended();

  /// One row a line; the last line must be ended too.
  private static final class Lines extends RowCounter {
    private boolean open;

    @Override
    void count(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (bytes[i] == '\n') {
          rows++;
          open = false;
        } else {
          open = true;
        }
      }
    }

    @Override
    long ended() {
      return open ? -1 : rows;
    }
  }

  /// One row a record after the header; line ends between quotes belong to a value.
  private static final class Csv extends RowCounter {
    private boolean quoted;
    private boolean open;
    private long records;

    @Override
    void count(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        byte b = bytes[i];
        if (b == '"') {
          quoted = !quoted; // a doubled quote turns it twice
          open = true;
        } else if (b == '\n' && !quoted) {
          records++;
          open = false;
        } else {
          open = true;
        }
      }
      rows = Math.max(0, records - 1);
    }

    @Override
    long ended() {
      return open || records == 0 ? -1 : records - 1;
    }
  }

  /// One row an object in the outermost array.
  private static final class JsonArray extends RowCounter {
    private int depth;
    private boolean text;
    private boolean escaped;
    private boolean closed;

    @Override
    void count(byte[] bytes, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        byte b = bytes[i];
        if (text) {
          if (escaped) {
            escaped = false;
          } else if (b == '\\') {
            escaped = true;
          } else if (b == '"') {
            text = false;
          }
        } else if (b == '"') {
          text = true;
        } else if (b == '{' || b == '[') {
          depth++;
        } else if (b == '}' || b == ']') {
          depth--;
          if (depth == 1 && b == '}') {
            rows++;
          }
          closed = depth == 0;
        }
      }
    }

    @Override
    long ended() {
      return closed ? rows : -1;
    }
  }
}
