package org.citycatalog.search;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.citycatalog.catalog.AccessClass;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.search.WordAnalyzer.Part;

/// Finds documents by words and filters; no statistics are used, so the others in the index do not
/// matter.
final class Matches {
  private final Snapshot snapshot;
  private final FixedBitSet within;

  Matches(Snapshot snapshot, FixedBitSet within) {
    this.snapshot = snapshot;
    this.within = within;
  }

  /// Documents that pass every filter of a request.
  FixedBitSet filtered(SearchRequest request) throws IOException {
    FixedBitSet found = within.clone();
    filter(found, "theme", request.theme());
    filter(found, "provider", request.provider());
    filter(found, "format", request.format());
    filter(found, "sharing", request.sharing().stream().map(AccessClass::code).toList());
    filter(found, "opening", request.opening().stream().map(AccessClass::code).toList());
    filter(found, "updateCycle", request.updateCycle());
    return found;
  }

  private void filter(FixedBitSet found, String facet, Collection<String> values)
      throws IOException {
    if (!values.isEmpty()) {
      List<BytesRef> terms = values.stream().map(BytesRef::new).toList();
      found.and(snapshot.documents(new TermInSetQuery(EntryDocuments.facetField(facet), terms)));
    }
  }

  /// Documents whose title or id is exactly what was asked for.
  FixedBitSet exact(Words words) throws IOException {
    BooleanQuery.Builder exact = new BooleanQuery.Builder();
    exact.add(new TermQuery(new Term(EntryDocuments.EXACT_TITLE, words.title())), Occur.SHOULD);
    if (DatasetId.SHAPE.matcher(words.id()).matches()) {
      exact.add(new TermQuery(new Term(EntryDocuments.ENTRY, words.id())), Occur.SHOULD);
    }
    return inside(snapshot.documents(exact.build()));
  }

  /// Documents that hold every word.
  FixedBitSet all(Words words) throws IOException {
    if (words.words().isEmpty()) {
      return new FixedBitSet(within.length());
    }
    FixedBitSet found = within.clone();
    for (Words.Word word : words.words()) {
      FixedBitSet holding = phrase(word.whole());
      if (!word.pieces().isEmpty()) {
        FixedBitSet pieces = within.clone();
        for (Words.Phrase piece : word.pieces()) {
          pieces.and(phrase(piece));
        }
        holding.or(pieces);
      }
      found.and(holding);
    }
    return found;
  }

  private FixedBitSet phrase(Words.Phrase phrase) throws IOException {
    FixedBitSet found = new FixedBitSet(within.length());
    for (TextField field : TextField.values()) {
      found.or(snapshot.documents(query(phrase.parts(), field.indexed())));
    }
    return inside(found);
  }

  private static Query query(List<Part> parts, String field) {
    Part first = parts.getFirst();
    if (parts.size() == 1) {
      Query text = new TermQuery(new Term(field, first.text()));
      if (first.chinese()) {
        return text;
      }
      Query beginning =
          first.text().length() > 1 ? new PrefixQuery(new Term(field, first.text())) : text;
      return new BooleanQuery.Builder()
          .add(beginning, Occur.SHOULD)
          .add(new TermQuery(new Term(field, first.stem())), Occur.SHOULD)
          .build();
    }
    PhraseQuery.Builder together = new PhraseQuery.Builder();
    for (Part part : parts) {
      together.add(new Term(field, part.text()), part.position() - first.position());
    }
    return together.build();
  }

  private FixedBitSet inside(FixedBitSet found) {
    found.and(within);
    return found;
  }
}
