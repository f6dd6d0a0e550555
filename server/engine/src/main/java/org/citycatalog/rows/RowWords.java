package org.citycatalog.rows;

import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Words of a cell: runs of letters and digits in lower case, and each two neighbours in a run of
/// Chinese characters (a lone one stands for itself). Width is folded, and Traditional characters
/// count as their Simplified form.
///
/// One pass over the characters instead of Lucene's chain of five (standard tokenizer, width, lower
/// case, bigrams, ICU transform), because a load spends much of its time here.
final class RowWords extends Analyzer {
  private static final Pattern SPACE = Pattern.compile("[\\s\\u3000]+");
  private static final char[] FOLDED = foldings();

  /// Longer runs of letters are cut, as a term has its limits.
  private static final int MAX_TOKEN = 200;

  @Override
  protected TokenStreamComponents createComponents(String field) {
    return new TokenStreamComponents(new Words());
  }

  /// Makes the query for what somebody typed: every word, separated by white space, must occur in
  /// one of the fields, as it stands.
  ///
  /// @return one query per word; a word without letters, digits or Chinese characters is left out
  static List<Query> queries(String typed, List<String> fields) {
    List<Query> queries = new ArrayList<>();
    for (String word : SPACE.split(typed.strip(), -1)) {
      List<List<String>> runs = runs(word);
      if (!runs.isEmpty()) {
        BooleanQuery.Builder anywhere = new BooleanQuery.Builder();
        for (String field : fields) {
          anywhere.add(inField(field, runs), Occur.SHOULD);
        }
        queries.add(anywhere.build());
      }
    }
    return queries;
  }

  private static Query inField(String field, List<List<String>> runs) {
    if (runs.size() == 1) {
      return runInField(field, runs.get(0));
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (List<String> run : runs) {
      all.add(runInField(field, run), Occur.MUST);
    }
    return all.build();
  }

  private static Query runInField(String field, List<String> run) {
    if (run.size() > 1) {
      return new PhraseQuery(field, run.toArray(String[]::new));
    }
    String token = run.get(0);
    if (token.codePointCount(0, token.length()) == 1 && isChinese(token.codePointAt(0))) {
      // A lone character may be the first or the second of a pair.
      BooleanQuery.Builder either = new BooleanQuery.Builder();
      either.add(new PrefixQuery(new Term(field, token)), Occur.SHOULD);
      either.add(new LikeQuery(field, "_" + token, false), Occur.SHOULD);
      return either.build();
    }
    return new TermQuery(new Term(field, token));
  }

  /// The tokens of a word, those of each run of Chinese characters or of letters together.
  private static List<List<String>> runs(String word) {
    List<List<String>> runs = new ArrayList<>();
    int[] folded = new int[word.length()];
    Scan scan = new Scan(folded, fold(word, folded));
    int lastEnd = -1;
    while (scan.next()) {
      String token = new String(folded, scan.start, Math.min(scan.end - scan.start, MAX_TOKEN));
      // Pairs of one run overlap by a character; a new run starts at or behind the end of the last
      // token.
      if (scan.start >= lastEnd) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(token);
      lastEnd = scan.end;
    }
    return runs;
  }

  private static int fold(CharSequence text, int[] folded) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        folded[length++] = Character.toLowerCase(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        folded[length++] = FOLDED[c];
      }
    }
    return length;
  }

  private static boolean isChinese(int c) {
    return c >= 0x3400 && c <= 0x9FFF
        || c >= 0x3040 && c <= 0x30FF
        || c >= 0xAC00 && c <= 0xD7AF
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0x20000 && c <= 0x3FFFF
        || c == 0x3007;
  }

  private static boolean isWordPart(int c) {
    return c < 0x80 ? c >= 'a' && c <= 'z' || c >= '0' && c <= '9' : Character.isLetterOrDigit(c);
  }

  private static char[] foldings() {
    char[] folded = new char[1 << 16];
    Transliterator simplify = Transliterator.getInstance("Traditional-Simplified");
    for (int i = 0; i < folded.length; i++) {
      char c = (char) i;
      if (c >= 0xFF01 && c <= 0xFF5E) {
        c = (char) (c - 0xFEE0);
      }
      if (c >= 0x3400 && c <= 0x9FFF) {
        String simplified = simplify.transliterate(String.valueOf(c));
        c = simplified.length() == 1 ? simplified.charAt(0) : c;
      }
      folded[i] = Character.isSurrogate(c) ? c : Character.toLowerCase(c);
    }
    return folded;
  }

  /// Finds tokens in folded text, one after another.
  private static final class Scan {
    private final int[] text;
    private final int length;
    private int at;
    private boolean inRun;
    int start;
    int end;

    Scan(int[] text, int length) {
      this.text = text;
      this.length = length;
    }

    boolean next() {
      while (at < length) {
        int c = text[at];
        if (isChinese(c)) {
          boolean pair = at + 1 < length && isChinese(text[at + 1]);
          if (pair || !inRun) {
            start = at;
            end = pair ? at + 2 : at + 1;
            inRun = pair;
            at++;
            return true;
          }
          inRun = false; // the last character of a run is in the pair before
          at++;
        } else if (isWordPart(c)) {
          inRun = false;
          start = at;
          while (at < length && isWordPart(text[at]) && !isChinese(text[at])) {
            at++;
          }
          end = at;
          return true;
        } else {
          inRun = false;
          at++;
        }
      }
      return false;
    }
  }

  private static final class Words extends Tokenizer {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute increment =
        addAttribute(PositionIncrementAttribute.class);
    private char[] read = new char[256];
    private int[] folded = new int[256];
    private Scan scan = new Scan(folded, 0);

    @Override
    public void reset() throws java.io.IOException {
      super.reset();
      int length = 0;
      int more;
      while ((more = input.read(read, length, read.length - length)) > 0) {
        length += more;
        if (length == read.length) {
          read = java.util.Arrays.copyOf(read, length * 2);
        }
      }
      if (folded.length < read.length) {
        folded = new int[read.length];
      }
      scan = new Scan(folded, fold(java.nio.CharBuffer.wrap(read, 0, length), folded));
    }

    @Override
    public boolean incrementToken() {
      clearAttributes();
      if (!scan.next()) {
        return false;
      }
      increment.setPositionIncrement(1);
      int end = Math.min(scan.end, scan.start + MAX_TOKEN);
      for (int i = scan.start; i < end; i++) {
        int c = folded[i];
        if (c < 0x10000) {
          term.append((char) c);
        } else {
          term.append(Character.highSurrogate(c)).append(Character.lowSurrogate(c));
        }
      }
      return true;
    }
  }
}
