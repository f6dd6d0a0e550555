package org.citycatalog.rows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Consecutive rows of a file, packed: the unit that one thread indexes and that becomes one or
/// more segments.
///
/// Strings would take five times the memory; the packed form is also what a document stores.
final class RowBlock {
  static final int MAX_BYTES = 20 << 20;
  static final int MAX_ROWS = 1 << 18;

  private final int number;
  private byte[] bytes = new byte[1 << 16];
  private int[] starts = new int[1024];
  private long[] lines = new long[1024];
  private int size;
  private int end;
  private final List<Rejection> rejections = new ArrayList<>();

  /// A row of the file that is not in the index.
  record Rejection(long line, String text, String reason) {}

  RowBlock(int number) {
    this.number = number;
  }

  /// The place of this block among the blocks of its file, from 0.
  int number() {
    return number;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return end >= MAX_BYTES || size >= MAX_ROWS || rejections.size() >= 10_000;
  }

  boolean isEmpty() {
    return size == 0 && rejections.isEmpty();
  }

  void add(long line, @Nullable String[] cells) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      lines = Arrays.copyOf(lines, size * 2);
    }
    starts[size] = end;
    lines[size] = line;
    for (String cell : cells) {
      append(cell);
    }
    size++;
  }

  void reject(Rejection rejection) {
    rejections.add(rejection);
  }

  List<Rejection> rejections() {
    return rejections;
  }

  byte[] bytes() {
    return bytes;
  }

  int start(int row) {
    return starts[row];
  }

  int length(int row) {
    return (row + 1 < size ? starts[row + 1] : end) - starts[row];
  }

  long line(int row) {
    return lines[row];
  }

  private void append(@Nullable String cell) {
    if (cell == null) {
      room(1);
      bytes[end++] = 0;
      return;
    }
    int length = cell.length();
    room(length + 5);
    // Most cells are short and plain; write them in place and fall back where one is not.
    if (length < 127) {
      int at = end + 1;
      int i = 0;
      while (i < length) {
        char c = cell.charAt(i);
        if (c >= 0x80) {
          break;
        }
        bytes[at++] = (byte) c;
        i++;
      }
      if (i == length) {
        bytes[end] = (byte) (length + 1);
        end = at;
        return;
      }
    }
    byte[] text = cell.getBytes(StandardCharsets.UTF_8);
    room(text.length + 5);
    int rest = text.length + 1;
    while (rest > 0x7F) {
      bytes[end++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[end++] = (byte) rest;
    System.arraycopy(text, 0, bytes, end, text.length);
    end += text.length;
  }

  private void room(int more) {
    if (bytes.length - end < more) {
      bytes = Arrays.copyOf(bytes, Math.max(end + more, bytes.length * 2));
    }
  }
}
