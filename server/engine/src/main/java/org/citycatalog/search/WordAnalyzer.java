package org.citycatalog.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/// Cuts folded text ([TextForm]) into terms: Chinese into characters and pairs of neighbours, other
/// scripts into words with their English stem beside them.
///
/// The pair and its first character share a position, as do word and stem.
final class WordAnalyzer extends Analyzer {
  private static final int GAP_BETWEEN_VALUES = 100; // so that no phrase spans two keywords

  @Override
  protected TokenStreamComponents createComponents(String fieldName) {
    Tokenizer words = new StandardTokenizer();
    TokenStream terms = new CJKBigramFilter(words, ALL_SCRIPTS, true);
    terms = new RemoveDuplicatesTokenFilter(new PorterStemFilter(new KeywordRepeatFilter(terms)));
    return new TokenStreamComponents(words, terms);
  }

  private static final int ALL_SCRIPTS =
      CJKBigramFilter.HAN
          | CJKBigramFilter.HIRAGANA
          | CJKBigramFilter.KATAKANA
          | CJKBigramFilter.HANGUL;

  @Override
  public int getPositionIncrementGap(String fieldName) {
    return GAP_BETWEEN_VALUES;
  }

  /// What a folded text holds at one position.
  ///
  /// @param stem of a word that is not Chinese; otherwise the same as `text`
  /// @param start of it in the text
  record Part(String text, String stem, int position, int start, int end, boolean chinese) {}

  /// The parts of a folded text: pairs of neighbouring Chinese characters (a character that has no
  /// neighbour by itself) and words.
  List<Part> parts(String folded) {
    List<Part> parts = new ArrayList<>();
    try (TokenStream terms = tokenStream("", folded)) {
      CharTermAttribute term = terms.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = terms.addAttribute(OffsetAttribute.class);
      TypeAttribute type = terms.addAttribute(TypeAttribute.class);
      PositionIncrementAttribute step = terms.addAttribute(PositionIncrementAttribute.class);
      terms.reset();
      int position = -1;
      while (terms.incrementToken()) {
        position += step.getPositionIncrement();
        boolean pair = type.type().equals(CJKBigramFilter.DOUBLE_TYPE);
        boolean single = type.type().equals(CJKBigramFilter.SINGLE_TYPE);
        Part part =
            new Part(
                term.toString(),
                term.toString(),
                position,
                offset.startOffset(),
                offset.endOffset(),
                pair || single);
        add(parts, part);
      }
      terms.end();
    } catch (IOException e) {
      throw new UncheckedIOException("reading a text in memory", e);
    }
    return parts;
  }

  private static void add(List<Part> parts, Part part) {
    if (parts.isEmpty()) {
      parts.add(part);
      return;
    }
    Part last = parts.getLast();
    if (!part.chinese() && !last.chinese() && last.position() == part.position()) {
      parts.set(
          parts.size() - 1,
          new Part(last.text(), part.text(), last.position(), last.start(), last.end(), false));
    } else if (part.chinese() && last.chinese() && last.start() == part.start()) {
      if (part.end() > last.end()) {
        parts.set(parts.size() - 1, part); // the pair instead of its first character
      }
    } else if (!part.chinese() || !last.chinese() || last.end() < part.end()) {
      parts.add(part); // unless it is the last character of a pair
    }
  }
}
