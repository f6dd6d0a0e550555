package org.citycatalog.search;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.citycatalog.search.WordAnalyzer.Part;

/// What somebody asks for: the words of `q`, how each may be found, and what counts for the order.
///
/// A word is a run between blanks. It is found where all its parts stand side by side in one field.
/// Chinese is written without blanks, so a run of five characters or more is also found where all
/// the words that a dictionary sees in it are. A word that is not Chinese is found by its beginning
/// (two letters or more) or its English stem.
///
/// @param title `q` as titles are compared
/// @param id `q` as it would be an id
/// @param words each of which must be found
/// @param terms what counts for the order
/// @param breadth whether entries without some of the words are wanted, too
record Words(String title, String id, List<Word> words, List<Term> terms, Breadth breadth) {
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final int DICTIONARY_FROM = 5;
  private static final int QUESTION_WORDS = 6;
  private static final int LONG_RUN_PAIRS = 7; // eight characters
  private static final double BEGINNING_WEIGHT = 0.3;
  private static final String FUNCTION_CHARACTERS = "的了是在有和与及或之里中等吗呢几个把被这那对从到为以";

  Words {
    words = List.copyOf(words);
    terms = List.copyOf(terms);
  }

  /// Whether entries that hold a part of the words are found.
  enum Breadth {
    /// No.
    WHOLLY,
    /// Where no entry holds all of them: eight Chinese characters or more in a row, which may be a
    /// question.
    PARTLY_IF_NOTHING,
    /// After those that hold all of them: six words or more, or a question mark.
    PARTLY
  }

  /// One word.
  ///
  /// @param whole its parts, to be found side by side
  /// @param pieces what may be found each by itself instead; empty if nothing may
  record Word(Phrase whole, List<Phrase> pieces) {}

  /// Parts that stand side by side.
  ///
  /// @param text folded
  record Phrase(String text, List<Part> parts) {}

  /// Something that counts for the order wherever it occurs.
  ///
  /// @param beginning whether every word that begins with the text counts
  record Term(String text, boolean beginning, double weight) {}

  static Words of(String q, WordAnalyzer analyzer) {
    String folded = TextForm.fold(q);
    List<Word> words = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    boolean asks = false;
    boolean longRun = false;
    for (String run : BLANKS.splitAsStream(folded).toList()) {
      List<Part> parts = analyzer.parts(run);
      if (parts.isEmpty() || !seen.add(run)) {
        continue;
      }
      List<Phrase> pieces = parts.size() < 2 ? List.of() : pieces(run, parts, analyzer);
      words.add(new Word(new Phrase(run, parts), pieces));
      asks |= run.indexOf('?') >= 0;
      longRun |=
          pieces.size() > 1 && parts.stream().filter(Part::chinese).count() >= LONG_RUN_PAIRS;
    }
    boolean question = asks || words.size() >= QUESTION_WORDS;
    Breadth breadth =
        question ? Breadth.PARTLY : longRun ? Breadth.PARTLY_IF_NOTHING : Breadth.WHOLLY;
    return new Words(
        TextForm.title(q),
        q.strip().toLowerCase(Locale.ROOT),
        words,
        terms(words, breadth == Breadth.WHOLLY),
        breadth);
  }

  private static List<Phrase> pieces(String run, List<Part> parts, WordAnalyzer analyzer) {
    boolean chinese = parts.stream().allMatch(Part::chinese);
    if (chinese && parts.getLast().end() - parts.getFirst().start() < DICTIONARY_FROM) {
      return List.of();
    }
    List<Phrase> pieces = new ArrayList<>();
    for (String piece : dictionaryWords(run)) {
      List<Part> inside = analyzer.parts(piece);
      if (!inside.isEmpty()) {
        pieces.add(new Phrase(piece, inside));
      }
    }
    return pieces;
  }

  /// The words a dictionary sees. Single characters in a row are joined (they are often a name the
  /// dictionary does not know), a single one after a word belongs to it, and characters with a
  /// grammatical function alone are left out.
  private static List<String> dictionaryWords(String run) {
    BreakIterator breaks = BreakIterator.getWordInstance(ULocale.CHINESE);
    breaks.setText(run);
    List<String> words = new ArrayList<>();
    StringBuilder singles = new StringBuilder();
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      String word = run.substring(start, end);
      boolean letters = word.codePoints().anyMatch(Character::isLetterOrDigit);
      boolean single =
          letters
              && word.codePointCount(0, word.length()) == 1
              && Character.isIdeographic(word.codePointAt(0));
      if (single && FUNCTION_CHARACTERS.indexOf(word.charAt(0)) < 0) {
        singles.append(word);
        continue;
      }
      flush(singles, words);
      if (single) {
        words.add(""); // keeps the next single character from joining the word before
      } else if (letters) {
        words.add(word);
      } else {
        words.add("");
      }
    }
    flush(singles, words);
    words.removeIf(String::isEmpty);
    return words;
  }

  private static void flush(StringBuilder singles, List<String> words) {
    if (singles.isEmpty()) {
      return;
    }
    boolean alone = singles.codePointCount(0, singles.length()) == 1;
    if (alone
        && !words.isEmpty()
        && !words.getLast().isEmpty()
        && Character.isIdeographic(words.getLast().codePointAt(0))) {
      words.set(words.size() - 1, words.getLast() + singles);
    } else {
      words.add(singles.toString());
    }
    singles.setLength(0);
  }

  private static List<Term> terms(List<Word> words, boolean beginnings) {
    Map<String, Term> terms = new LinkedHashMap<>();
    for (Word word : words) {
      for (Part part : word.whole().parts()) {
        terms.putIfAbsent(part.stem(), new Term(part.stem(), false, 1));
        if (beginnings && !part.chinese() && part.text().length() > 1) {
          terms.putIfAbsent(part.text() + "*", new Term(part.text(), true, BEGINNING_WEIGHT));
        }
      }
    }
    return List.copyOf(terms.values());
  }
}
