package org.citycatalog.search;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/// How well each document of a view answers some words: BM25 over weighted fields.
///
/// Lucene's own scoring is not used, because its statistics are of the whole index and its sums are
/// added up in an order that depends on it. Here terms are taken one after the other in the order
/// of the question, so a document's score depends on itself, the question and [Statistics] alone,
/// to the last bit.
final class Scores {
  private static final double SATURATION = 0.9;

  private final Snapshot snapshot;
  private final View view;
  private final double[] scores;
  private final double[] covered;
  private final double[] frequencies; // of the term at hand
  private int[] touched = new int[64];
  private int touchedCount;
  private double coverable;
  private final Statistics statistics;

  private Scores(Snapshot snapshot, View view, Statistics statistics) {
    this.snapshot = snapshot;
    this.view = view;
    this.statistics = statistics;
    this.scores = new double[view.documents().length()];
    this.covered = new double[scores.length];
    this.frequencies = new double[scores.length];
  }

  /// Scores all documents of a view.
  ///
  /// @param frozen statistics of an earlier page, to be used instead of today's
  static Scores of(
      Snapshot snapshot, View view, List<Words.Term> terms, @Nullable Statistics frozen)
      throws IOException {
    Statistics statistics = frozen == null ? Statistics.of(view, terms.size()) : frozen;
    Scores scores = new Scores(snapshot, view, statistics);
    for (int i = 0; i < terms.size(); i++) {
      scores.add(terms.get(i), i, frozen == null);
    }
    return scores;
  }

  double score(int document) {
    return scores[document];
  }

  /// How much of the question a document holds, by the rarity of the words: 0 to 1.
  double coverage(int document) {
    return coverable == 0 ? 0 : covered[document] / coverable;
  }

  Statistics statistics() {
    return statistics;
  }

  private void add(Words.Term term, int index, boolean count) throws IOException {
    touchedCount = 0;
    for (TextField field : TextField.values()) {
      for (LeafReaderContext leaf : snapshot.reader().leaves()) {
        occurrences(term, field, leaf);
      }
    }
    if (count) {
      statistics.count(index, touchedCount);
    }
    double rarity = statistics.rarity(index);
    if (!term.beginning() && statistics.isHeld(index)) {
      coverable += rarity;
    }
    for (int i = 0; i < touchedCount; i++) {
      int document = touched[i];
      double frequency = frequencies[document];
      frequencies[document] = 0;
      scores[document] +=
          term.weight() * rarity * frequency * (SATURATION + 1) / (frequency + SATURATION);
      if (!term.beginning()) {
        covered[document] += rarity;
      }
    }
  }

  private void occurrences(Words.Term term, TextField field, LeafReaderContext leaf)
      throws IOException {
    Terms terms = leaf.reader().terms(field.indexed());
    if (terms == null) {
      return;
    }
    BytesRef text = new BytesRef(term.text());
    TermsEnum found = terms.iterator();
    if (!term.beginning()) {
      if (found.seekExact(text)) {
        postings(found, field, leaf);
      }
    } else if (found.seekCeil(text) != TermsEnum.SeekStatus.END) {
      BytesRef next = found.term();
      while (next != null && StringHelper.startsWith(next, text)) {
        postings(found, field, leaf);
        next = found.next();
      }
    }
  }

  private void postings(TermsEnum term, TextField field, LeafReaderContext leaf)
      throws IOException {
    NumericDocValues lengths = leaf.reader().getNormValues(field.indexed());
    PostingsEnum postings = term.postings(null, PostingsEnum.FREQS);
    double average = statistics.averageLength(field);
    for (int doc = postings.nextDoc(); doc != PostingsEnum.NO_MORE_DOCS; doc = postings.nextDoc()) {
      int document = leaf.docBase + doc;
      if (!view.documents().get(document)) {
        continue;
      }
      int length =
          lengths != null && lengths.advanceExact(doc) ? View.length(lengths.longValue()) : 1;
      double shortness = 1 - field.lengthEffect() + field.lengthEffect() * length / average;
      if (frequencies[document] == 0) {
        touch(document);
      }
      frequencies[document] += field.weight() * postings.freq() / shortness;
    }
  }

  private void touch(int document) {
    if (touchedCount == touched.length) {
      touched = java.util.Arrays.copyOf(touched, touchedCount * 2);
    }
    touched[touchedCount++] = document;
  }
}
