package org.citycatalog.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.citycatalog.search.WordAnalyzer.Part;

/// Marks the words of a question in the texts of a hit.
final class Highlights {
  private static final int WHOLE_TEXT = 300;
  private static final int BEFORE_MATCH = 60;
  private static final int MAX_VALUES = 5;

  private final WordAnalyzer analyzer;
  private final Set<String> chinese = new LinkedHashSet<>();
  private final List<Part> others = new ArrayList<>();

  Highlights(Words words, WordAnalyzer analyzer) {
    this.analyzer = analyzer;
    for (Words.Word word : words.words()) {
      add(word.whole());
      word.pieces().forEach(this::add);
    }
  }

  private void add(Words.Phrase phrase) {
    if (phrase.parts().stream().allMatch(Part::chinese)) {
      int start = phrase.parts().getFirst().start();
      int end = phrase.parts().getLast().end();
      chinese.add(phrase.text().substring(start, end));
    } else {
      phrase.parts().stream().filter(part -> !part.chinese()).forEach(others::add);
    }
  }

  /// The texts of a stored document in which something was found.
  Map<String, String> of(Document stored) {
    Map<String, String> found = new LinkedHashMap<>();
    if (chinese.isEmpty() && others.isEmpty()) {
      return found;
    }
    for (String field :
        List.of(
            "title",
            "title.en",
            "summary",
            "summary.en",
            "provider",
            "provider.en",
            "theme",
            "theme.en",
            "id")) {
      String text = stored.get(field);
      if (text != null) {
        BitSet marks = marks(text);
        if (!marks.isEmpty()) {
          found.put(field, marked(text, marks));
        }
      }
    }
    for (String field : List.of("keywords", "items")) {
      List<String> values = new ArrayList<>();
      for (String value : stored.getValues(field)) {
        BitSet marks = values.size() < MAX_VALUES ? marks(value) : new BitSet();
        if (!marks.isEmpty()) {
          values.add(marked(value, marks));
        }
      }
      if (!values.isEmpty()) {
        found.put(field, String.join("; ", values));
      }
    }
    return found;
  }

  /// Which characters of a text to mark.
  private BitSet marks(String text) {
    BitSet marks = new BitSet(text.length());
    String folded = TextForm.fold(text);
    for (String word : chinese) {
      for (int at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
        marks.set(at, at + word.length());
      }
    }
    if (!others.isEmpty()) {
      for (Part part : analyzer.parts(folded)) {
        if (!part.chinese() && others.stream().anyMatch(word -> finds(word, part))) {
          marks.set(part.start(), part.end());
        }
      }
    }
    return marks;
  }

  private static boolean finds(Part word, Part part) {
    boolean begins = word.text().length() > 1 && part.text().startsWith(word.text());
    return begins || part.text().equals(word.text()) || part.stem().equals(word.stem());
  }

  private static String marked(String text, BitSet marks) {
    int start = 0;
    int end = text.length();
    if (end > WHOLE_TEXT) {
      start = Math.max(0, Math.min(marks.nextSetBit(0) - BEFORE_MATCH, end - WHOLE_TEXT));
      end = start + WHOLE_TEXT;
      if (start > 0 && Character.isLowSurrogate(text.charAt(start))) {
        start++;
      }
      if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
        end--;
      }
    }
    StringBuilder out = new StringBuilder(start > 0 ? "…" : "");
    boolean inside = false;
    for (int i = start; i < end; i++) {
      if (marks.get(i) != inside) {
        inside = !inside;
        out.append(inside ? "<em>" : "</em>");
      }
      escape(text.charAt(i), out);
    }
    return out.append(inside ? "</em>" : "").append(end < text.length() ? "…" : "").toString();
  }

  private static void escape(char c, StringBuilder out) {
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.append(c);
    }
  }
}
