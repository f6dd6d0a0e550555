package org.citycatalog.search;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.SmallFloat;

/// The live documents that one audience reads, and how long their texts are.
///
/// Nothing here depends on other documents: not on those of other audiences, and not on deleted
/// ones, which Lucene's own statistics still count.
///
/// @param averageLengths in terms, over the documents that have the field
record View(FixedBitSet documents, int entries, Map<TextField, Double> averageLengths) {
  static View of(Snapshot snapshot, FixedBitSet documents) throws IOException {
    Map<TextField, Double> averages = new EnumMap<>(TextField.class);
    for (TextField field : TextField.values()) {
      long total = 0;
      long holding = 0;
      for (LeafReaderContext leaf : snapshot.reader().leaves()) {
        NumericDocValues lengths = leaf.reader().getNormValues(field.indexed());
        if (lengths == null) {
          continue;
        }
        for (int doc = lengths.nextDoc();
            doc != NumericDocValues.NO_MORE_DOCS;
            doc = lengths.nextDoc()) {
          if (documents.get(leaf.docBase + doc)) {
            total += length(lengths.longValue());
            holding++;
          }
        }
      }
      averages.put(field, holding == 0 ? 1 : Math.max(1, (double) total / holding));
    }
    return new View(documents, documents.cardinality(), averages);
  }

  /// The length that Lucene keeps of a text, in a byte: exact up to 40 terms, then rounded down.
  static int length(long norm) {
    return SmallFloat.byte4ToInt((byte) norm);
  }
}
