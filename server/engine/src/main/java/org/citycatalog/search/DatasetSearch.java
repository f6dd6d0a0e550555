package org.citycatalog.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.citycatalog.sharing.Audience;
import org.citycatalog.sharing.Seal;
import org.jspecify.annotations.Nullable;

/// Finds the datasets that an audience may know of. Safe for use by many threads.
///
/// * Every word of `q` must occur, in any field. Traditional and Simplified, wide and narrow, upper
///   and lower case find each other; the beginning of a word that is not Chinese finds it.
/// * A question (six words or more, or a question mark) also finds entries with a part of its
///   words, after those with all of them; so does a run of eight Chinese characters or more where
///   no entry has all of its words.
/// * The answer is the one of a catalog that holds nothing but what the audience may know of.
public final class DatasetSearch {
  /// The share of a question, by the rarity of its words, that an entry must hold to be found.
  private static final double QUESTION_COVERAGE = 0.1;

  private static final BytesRef NO_TITLE = new BytesRef();

  private final Supplier<@Nullable Snapshot> newest;
  private final Seal seal;
  private final WordAnalyzer analyzer = new WordAnalyzer();

  /// Makes the search over a follower's index; the follower stays the caller's to start and close.
  /// What the catalog held before a search began is what it shows, see [InStep].
  ///
  /// @param seal for cursors; with another key those given out before are of no use
  public DatasetSearch(CatalogFollower follower, Seal seal) {
    this(new InStep(follower)::acquire, seal);
  }

  // newest gives the index as it is, null where there is none yet
  DatasetSearch(Supplier<@Nullable Snapshot> newest, Seal seal) {
    this.newest = newest;
    this.seal = seal;
  }

  /// Searches.
  ///
  /// @throws UncheckedIOException if the index cannot be read
  public SearchAnswer search(Audience audience, SearchRequest request) {
    if (request.sort() == SearchRequest.Sort.RELEVANCE && request.q() == null) {
      return new SearchAnswer.Mistake(
          "invalid-parameter",
          "sort",
          "Sorting by relevance needs q; leave sort out to get the newest first.");
    }
    try (Snapshot snapshot = newest.get()) {
      return snapshot == null ? new SearchAnswer.NotReady() : search(snapshot, audience, request);
    } catch (IOException e) {
      throw new UncheckedIOException("reading the search index", e);
    }
  }

  private SearchAnswer search(Snapshot snapshot, Audience audience, SearchRequest request)
      throws IOException {
    Words words = request.q() == null ? null : Words.of(request.q(), analyzer);
    SearchRequest.Sort sort =
        request.sort() != null
            ? request.sort()
            : words == null ? SearchRequest.Sort.MODIFIED : SearchRequest.Sort.RELEVANCE;
    SearchCursor cursor = null;
    if (request.cursor() != null) {
      int terms = words == null ? 0 : words.terms().size();
      Optional<SearchCursor> opened =
          SearchCursor.open(request.cursor(), seal, audience, request, terms);
      if (opened.isEmpty()) {
        return new SearchAnswer.Mistake(
            "cursor-invalid",
            "cursor",
            "The cursor is not one of this search; start again without it.");
      }
      cursor = opened.get();
    }

    View view = snapshot.view(audience);
    Matches matches = new Matches(snapshot, view.documents());
    FixedBitSet hits = matches.filtered(request);
    Statistics statistics = Statistics.of(view, 0);
    Ranking ranking = new Ranking(sort, null, null, null);
    boolean partly = false;
    if (words != null) {
      Scores scores =
          Scores.of(snapshot, view, words.terms(), cursor == null ? null : cursor.statistics());
      FixedBitSet exact = matches.exact(words);
      FixedBitSet all = matches.all(words);
      FixedBitSet found = all.clone();
      found.or(exact);
      partly =
          cursor != null
              ? cursor.partly()
              : switch (words.breadth()) {
                case WHOLLY -> false;
                case PARTLY_IF_NOTHING -> found.cardinality() == 0;
                case PARTLY -> true;
              };
      if (partly) {
        addPartly(found, hits, scores);
      }
      hits.and(found);
      statistics = scores.statistics();
      ranking = new Ranking(sort, scores, exact, all);
    }
    boolean partlyFound = partly;
    Statistics used = statistics;
    return page(
        snapshot,
        request,
        words,
        hits,
        ranking,
        cursor == null ? null : cursor.last(),
        last -> new SearchCursor(last, partlyFound, used).sealed(seal, audience, request));
  }

  private static void addPartly(FixedBitSet found, FixedBitSet candidates, Scores scores) {
    for (int doc = next(candidates, 0); doc != NONE; doc = next(candidates, doc + 1)) {
      if (scores.coverage(doc) >= QUESTION_COVERAGE) {
        found.set(doc);
      }
    }
  }

  private SearchPage page(
      Snapshot snapshot,
      SearchRequest request,
      @Nullable Words words,
      FixedBitSet hits,
      Ranking ranking,
      @Nullable Place after,
      Function<Place, String> cursorAfter)
      throws IOException {
    Comparator<Hit> order = Comparator.comparing(Hit::place);
    PriorityQueue<Hit> best = new PriorityQueue<>(request.limit() + 2, order.reversed());
    for (LeafReaderContext leaf : snapshot.reader().leaves()) {
      PlaceReader places = new PlaceReader(leaf, ranking);
      int end = leaf.docBase + leaf.reader().maxDoc();
      for (int doc = next(hits, leaf.docBase); doc < end; doc = next(hits, doc + 1)) {
        Hit hit = new Hit(doc, places.of(doc));
        if (after == null || hit.place.compareTo(after) > 0) {
          best.add(hit);
          if (best.size() > request.limit() + 1) {
            best.remove();
          }
        }
      }
    }
    List<Hit> page = new ArrayList<>(best);
    page.sort(order);
    String next = null;
    if (page.size() > request.limit()) {
      page.removeLast();
      next = cursorAfter.apply(page.getLast().place);
    }
    Highlights highlights = words == null ? null : new Highlights(words, analyzer);
    StoredFields stored = snapshot.reader().storedFields();
    List<SearchHit> found = new ArrayList<>();
    for (Hit hit : page) {
      Document document = stored.document(hit.document);
      found.add(
          EntryDocuments.hit(document, highlights == null ? Map.of() : highlights.of(document)));
    }
    return new SearchPage(hits.cardinality(), found, facets(snapshot, hits), next);
  }

  private record Hit(int document, Place place) {}

  /// What the order is made of.
  private record Ranking(
      SearchRequest.Sort sort,
      @Nullable Scores scores,
      @Nullable FixedBitSet exact,
      @Nullable FixedBitSet all) {}

  /// Reads the places of the documents of one segment, in their order.
  private static final class PlaceReader {
    private final int base;
    private final Ranking ranking;
    private final BinaryDocValues ids;
    private final BinaryDocValues titles;
    private final NumericDocValues issued;
    private final NumericDocValues modified;

    PlaceReader(LeafReaderContext leaf, Ranking ranking) throws IOException {
      LeafReader reader = leaf.reader();
      this.base = leaf.docBase;
      this.ranking = ranking;
      this.ids = DocValues.getBinary(reader, EntryDocuments.ENTRY);
      this.titles = DocValues.getBinary(reader, EntryDocuments.SORT_TITLE);
      this.issued = DocValues.getNumeric(reader, EntryDocuments.SORT_ISSUED);
      this.modified = DocValues.getNumeric(reader, EntryDocuments.SORT_MODIFIED);
    }

    Place of(int document) throws IOException {
      int doc = document - base;
      String id = bytes(ids, doc).utf8ToString();
      return switch (ranking.sort) {
        case RELEVANCE -> new Place(tier(document), score(document), 0, NO_TITLE, id);
        case TITLE -> new Place(1, 0, 0, BytesRef.deepCopyOf(bytes(titles, doc)), id);
        case ISSUED -> new Place(1, 0, number(issued, doc), NO_TITLE, id);
        case MODIFIED -> new Place(1, 0, number(modified, doc), NO_TITLE, id);
      };
    }

    private int tier(int document) {
      if (ranking.exact != null && ranking.exact.get(document)) {
        return 0;
      }
      return ranking.all != null && ranking.all.get(document) ? 1 : 2;
    }

    private double score(int document) {
      return ranking.scores == null ? 0 : ranking.scores.score(document);
    }

    private static BytesRef bytes(BinaryDocValues values, int doc) throws IOException {
      if (!values.advanceExact(doc)) {
        throw new IllegalStateException("an entry of the index lacks its sort key");
      }
      return values.binaryValue();
    }

    private static long number(NumericDocValues values, int doc) throws IOException {
      if (!values.advanceExact(doc)) {
        throw new IllegalStateException("an entry of the index lacks its sort key");
      }
      return values.longValue();
    }
  }

  private static Map<String, List<FacetCount>> facets(Snapshot snapshot, FixedBitSet hits)
      throws IOException {
    Map<String, List<FacetCount>> facets = new LinkedHashMap<>();
    for (String facet : EntryDocuments.FACETS) {
      Map<String, Long> counts = new HashMap<>();
      for (LeafReaderContext leaf : snapshot.reader().leaves()) {
        count(leaf, EntryDocuments.facetField(facet), hits, counts);
      }
      List<FacetCount> sorted = new ArrayList<>();
      counts.forEach((value, count) -> sorted.add(new FacetCount(value, count)));
      sorted.sort(
          Comparator.comparingLong(FacetCount::count).reversed().thenComparing(FacetCount::value));
      facets.put(facet, List.copyOf(sorted));
    }
    return Collections.unmodifiableMap(facets);
  }

  private static void count(
      LeafReaderContext leaf, String field, FixedBitSet hits, Map<String, Long> counts)
      throws IOException {
    SortedSetDocValues values = DocValues.getSortedSet(leaf.reader(), field);
    long[] byNumber = new long[Math.toIntExact(values.getValueCount())];
    int end = leaf.docBase + leaf.reader().maxDoc();
    for (int doc = next(hits, leaf.docBase); doc < end; doc = next(hits, doc + 1)) {
      if (values.advanceExact(doc - leaf.docBase)) {
        for (int i = values.docValueCount(); i > 0; i--) {
          byNumber[Math.toIntExact(values.nextOrd())]++;
        }
      }
    }
    for (int number = 0; number < byNumber.length; number++) {
      if (byNumber[number] > 0) {
        counts.merge(values.lookupOrd(number).utf8ToString(), byNumber[number], Long::sum);
      }
    }
  }

  private static final int NONE = DocIdSetIterator.NO_MORE_DOCS;

  private static int next(FixedBitSet bits, int from) {
    return from >= bits.length() ? NONE : bits.nextSetBit(from);
  }
}
