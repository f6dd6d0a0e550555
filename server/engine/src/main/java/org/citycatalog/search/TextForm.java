package org.citycatalog.search;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// The form in which texts are compared: narrow, lower case, Simplified.
///
/// Folding keeps the length: the character at a place of the folded text stands at the same place
/// of the text, so a match is shown in the original. What would become several characters stays as
/// it is.
final class TextForm {
  private static final Transliterator TO_SIMPLIFIED =
      Transliterator.getInstance("Traditional-Simplified");
  private static final Normalizer2 FOLD = Normalizer2.getNFKCCasefoldInstance();

  /// Folded characters, found when first met; 0 where not met yet. All 65,536 at once would take a
  /// second of every start.
  private static final AtomicIntegerArray KNOWN = new AtomicIntegerArray(Character.MAX_VALUE + 1);

  private TextForm() {}

  static String fold(String text) {
    char[] folded = new char[text.length()];
    for (int i = 0; i < folded.length; i++) {
      folded[i] = fold(text.charAt(i));
    }
    for (int i = 1; i + 1 < folded.length; i++) {
      // a point joins digits (PM2.5) and parts names (transport.parking)
      if (folded[i] == '.' && isAsciiLetter(folded[i - 1]) && isAsciiLetter(folded[i + 1])) {
        folded[i] = ' ';
      }
    }
    return new String(folded);
  }

  /// The form in which whole titles are compared: folded, and any space is one blank.
  static String title(String text) {
    return fold(text).replaceAll("\\s+", " ").strip();
  }

  private static char fold(char c) {
    int known = KNOWN.get(c);
    if (known == 0) {
      known = find(c);
      KNOWN.set(c, known);
    }
    return (char) known;
  }

  private static char find(char c) {
    if (Character.isSurrogate(c)) {
      return c;
    }
    if (c == 0 || c == '_' || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return ' ';
    }
    char narrow = only(FOLD.normalize(String.valueOf(c)), c);
    return Character.isIdeographic(narrow)
        ? only(TO_SIMPLIFIED.transliterate(String.valueOf(narrow)), narrow)
        : narrow;
  }

  private static char only(String folded, char otherwise) {
    return folded.length() == 1 && folded.charAt(0) != 0 ? folded.charAt(0) : otherwise;
  }

  private static boolean isAsciiLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
