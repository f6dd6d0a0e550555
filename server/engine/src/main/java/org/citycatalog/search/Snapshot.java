package org.citycatalog.search;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.citycatalog.catalog.DatasetId;
import org.citycatalog.catalog.ProviderNamespace;
import org.citycatalog.sharing.Audience;

/// The index at one commit, and what each audience reads of it.
///
/// Whoever got it from [CatalogIndex#acquire()] closes it.
final class Snapshot implements AutoCloseable {
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final Map<String, View> views =
      new ConcurrentHashMap<>(); // one per audience: providers and a few

  private final Set<DatasetId> hidden;

  Snapshot(DirectoryReader reader) {
    this(reader, Set.of());
  }

  private Snapshot(DirectoryReader reader, Set<DatasetId> hidden) {
    this.reader = reader;
    this.hidden = hidden;
    this.searcher = new IndexSearcher(reader);
    this.searcher.setQueryCache(null); // every question is another one
  }

  DirectoryReader reader() {
    return reader;
  }

  /// Keeps it open for one more user.
  ///
  /// @return false if it is closed already
  boolean tryUse() {
    return reader.tryIncRef();
  }

  @Override
  public void close() throws IOException {
    reader.decRef();
  }

  /// The same as if some entries were not there. Takes this one's place: the new one is to be
  /// closed, this one no more.
  Snapshot without(Set<DatasetId> entries) {
    return new Snapshot(reader, entries);
  }

  /// What its commit carries.
  Map<String, String> notes() throws IOException {
    return reader.getIndexCommit().getUserData();
  }

  /// What an audience reads.
  View view(Audience audience) throws IOException {
    String name = name(audience);
    View view = views.get(name);
    if (view == null) {
      FixedBitSet documents = documents(query(audience));
      if (!hidden.isEmpty()) {
        List<BytesRef> ids = hidden.stream().map(id -> new BytesRef(id.value())).toList();
        documents.andNot(documents(new TermInSetQuery(EntryDocuments.ENTRY, ids)));
      }
      view = View.of(this, documents);
      views.put(name, view);
    }
    return view;
  }

  static String name(Audience audience) {
    return audience.reach() + " " + audience.own().map(ProviderNamespace::value).orElse("");
  }

  /// Live documents that a query matches.
  FixedBitSet documents(Query query) throws IOException {
    FixedBitSet found = new FixedBitSet(Math.max(1, reader.maxDoc()));
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : reader.leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator matches = scorer.iterator();
      for (int doc = matches.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = matches.nextDoc()) {
        if (live == null || live.get(doc)) {
          found.set(leaf.docBase + doc);
        }
      }
    }
    return found;
  }

  /// Its own entries in full and, of the others, the projection that it reaches: each entry once.
  private static Query query(Audience audience) {
    Query others =
        projection(
            switch (audience.reach()) {
              case OPEN -> Projection.OPEN;
              case APPLICANT -> Projection.APPLICANT;
              case GOVERNMENT -> Projection.GOVERNMENT;
              case ALL -> Projection.OWN;
            });
    if (audience.own().isEmpty() || audience.reach() == Audience.Reach.ALL) {
      return others;
    }
    Query provider =
        new TermQuery(
            new Term(EntryDocuments.facetField("provider"), audience.own().orElseThrow().value()));
    return new BooleanQuery.Builder()
        .add(
            new BooleanQuery.Builder()
                .add(others, Occur.FILTER)
                .add(provider, Occur.MUST_NOT)
                .build(),
            Occur.SHOULD)
        .add(
            new BooleanQuery.Builder()
                .add(projection(Projection.OWN), Occur.FILTER)
                .add(provider, Occur.FILTER)
                .build(),
            Occur.SHOULD)
        .build();
  }

  private static Query projection(Projection projection) {
    return new TermQuery(new Term(EntryDocuments.PROJECTION, projection.code()));
  }
}
