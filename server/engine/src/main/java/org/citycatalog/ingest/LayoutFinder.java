package org.citycatalog.ingest;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the delimiter of delimited text, and whether its first record names the columns.
final class LayoutFinder {
  private static final char[] DELIMITERS = {',', '\t', ';', '|', '，'};
  private static final int RECORDS = 200;
  private static final double LEAST_EVEN = 0.7;
  private static final int MAX_NAME = 60;
  private static final int MIN_SHARED_START = 4;
  private static final Pattern NUMBER_OR_DATE =
      Pattern.compile("[-+]?[0-9０-９][0-9０-９.,:/\\-年月日 TZ+eE%]*|(?i:true|false|na|n/a|null|nan)");
  private static final Pattern DATA_LIKE =
      Pattern.compile(".*(?:://|[。！？]|[0-9]{6,}).*|/.*/.*|[-\\\\].*[0-9].*", Pattern.DOTALL);

  private final String text;
  private final boolean whole;
  private final Limits limits;
  private boolean firstIsTooWide;

  LayoutFinder(String text, boolean whole, Limits limits) {
    this.text = text;
    this.whole = whole;
    this.limits = limits;
  }

  /// The delimiter by which most records have as many cells as the first. Where none does, the file
  /// has one column, and the first delimiter that does not occur in it.
  char delimiter() throws IOException {
    char best = 0;
    double bestScore = 0;
    char tooWide = 0;
    for (char each : DELIMITERS) {
      List<List<String>> records = records(each);
      if (firstIsTooWide && tooWide == 0) {
        tooWide = each;
      }
      if (firstIsTooWide || records.isEmpty() || records.getFirst().size() < 2) {
        continue;
      }
      int width = records.getFirst().size();
      double even =
          (double) records.stream().filter(record -> record.size() == width).count()
              / records.size();
      double score = even >= LEAST_EVEN ? even + Math.min(width, 100) / 1000.0 : 0;
      if (score > bestScore) {
        best = each;
        bestScore = score;
      }
    }
    if (best != 0 || tooWide != 0) {
      return best != 0 ? best : tooWide; // reading it will refuse the columns
    }
    for (char each : new char[] {',', ';', '|', '\t'}) {
      if (text.indexOf(each) < 0) {
        return each;
      }
    }
    return ',';
  }

  /// Whether the first record names the columns. It does unless a cell of it is a number or a date
  /// where names are none, or is written like the cells below it.
  boolean hasHeader(char delimiter) throws IOException {
    List<List<String>> records = records(delimiter);
    if (records.isEmpty()) {
      return true;
    }
    List<String> first = records.getFirst();
    List<List<String>> others = records.subList(1, records.size());
    int years = 0;
    int data = 0;
    for (int i = 0; i < first.size(); i++) {
      String cell = first.get(i).strip();
      if (isYear(cell) && !allYears(others, i)) {
        years++;
      } else if (NUMBER_OR_DATE.matcher(cell).matches()
          || cell.length() > MAX_NAME
          || DATA_LIKE.matcher(cell).matches()
          || sharesStart(cell, others, i)) {
        data++;
      }
    }
    if (data > 0 || years == first.size()) {
      return false;
    }
    return first.size() > 1 || !looksLikeAll(first.getFirst(), others);
  }

  /// Whether most cells below start with the same characters.
  private static boolean sharesStart(String cell, List<List<String>> others, int column) {
    if (cell.length() < MIN_SHARED_START || others.size() < 2) {
      return false;
    }
    String start = cell.substring(0, MIN_SHARED_START);
    long same =
        others.stream()
            .filter(each -> column < each.size() && each.get(column).strip().startsWith(start))
            .count();
    return same * 4 >= others.size() * 3L;
  }

  private static boolean isYear(String cell) {
    return cell.matches("(?:19|20)[0-9]{2}年?");
  }

  private static boolean allYears(List<List<String>> records, int column) {
    return records.stream()
        .allMatch(record -> column < record.size() && isYear(record.get(column).strip()));
  }

  /// A list of texts without a name: the first is there again, or as long as the others.
  private static boolean looksLikeAll(String first, List<List<String>> others) {
    Set<String> seen = new HashSet<>();
    long total = 0;
    for (List<String> record : others) {
      seen.add(record.getFirst());
      total += record.getFirst().length();
    }
    return seen.contains(first)
        || (!others.isEmpty()
            && first.length() > 8
            && first.length() * 2L >= total / others.size());
  }

  private List<List<String>> records(char delimiter) throws IOException {
    List<List<String>> found = new ArrayList<>();
    firstIsTooWide = false;
    try (DelimitedRecords records =
        new DelimitedRecords(new StringReader(text), delimiter, limits)) {
      while (found.size() <= RECORDS && records.advanceToText()) {
        firstIsTooWide |= found.isEmpty() && records.cellCount() > limits.maxColumns();
        if (records.broken() != null || records.cellCount() > limits.maxColumns()) {
          continue;
        }
        List<String> cells = new ArrayList<>(records.cellCount());
        for (int i = 0; i < records.cellCount(); i++) {
          cells.add(records.cell(i));
        }
        found.add(cells);
      }
      if (!whole && found.size() > 1 && found.size() <= RECORDS) {
        found.removeLast(); // cut by the end of the sample
      }
    } catch (UnreadableFileException wrong) {
      // The sample ends inside a quoted cell, or reading the file will say the same.
      return found;
    }
    return found;
  }
}
