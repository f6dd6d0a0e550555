package org.citycatalog.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoundQueryTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 1000})
  void it_gives_the_same_rows_as_the_query(int every) throws IOException {
    Query query = new TermQuery(new Term("of", String.valueOf(0)));
    try (Directory directory = index(5000, every);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);

      FoundQuery found = new FoundQuery(searcher, query);

      assertThat(reader.leaves()).hasSizeGreaterThan(1);
      assertThat(found.total()).isEqualTo(searcher.count(query));
      assertThat(rows(searcher, found)).isEqualTo(rows(searcher, query)).isNotEmpty();
      assertThat(searcher.count(found)).isEqualTo(searcher.count(query));
    }
  }

  @Test
  void nothing_found_is_nothing_given() throws IOException {
    try (Directory directory = index(10, 2);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);

      FoundQuery found = new FoundQuery(searcher, MatchNoDocsQuery.INSTANCE);

      assertThat(found.total()).isZero();
      assertThat(rows(searcher, found)).isEmpty();
    }
  }

  @Test
  void in_another_index_it_is_asked_anew() throws IOException {
    Query query = new TermQuery(new Term("of", String.valueOf(1)));
    try (Directory one = index(3000, 3);
        Directory other = index(4000, 7);
        DirectoryReader first = DirectoryReader.open(one);
        DirectoryReader rebuilt = DirectoryReader.open(other)) {
      FoundQuery found = new FoundQuery(new IndexSearcher(first), query);
      IndexSearcher searcher = new IndexSearcher(rebuilt);

      assertThat(rows(searcher, found)).isEqualTo(rows(searcher, query)).isNotEmpty();
    }
  }

  /// Rows numbered around, so that one in so many has the number 0, in two segments.
  private static Directory index(int rows, int every) throws IOException {
    Directory directory = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      for (int row = 0; row < rows; row++) {
        Document document = new Document();
        document.add(new StringField("of", String.valueOf(row % every), Field.Store.NO));
        writer.addDocument(document);
        if (row == rows / 3) {
          writer.commit();
        }
      }
    }
    return directory;
  }

  private static int[] rows(IndexSearcher searcher, Query query) throws IOException {
    ScoreDoc[] found = searcher.search(query, 10_000).scoreDocs;
    return IntStream.range(0, found.length).map(i -> found[i].doc).sorted().toArray();
  }
}
