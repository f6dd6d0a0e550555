package org.citycatalog.rows;

import java.io.IOException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Takes the stored row out of a document.
final class StoredRowVisitor extends StoredFieldVisitor {
  private byte @Nullable [] bytes;

  private StoredRowVisitor() {}

  static BytesRef row(StoredFields stored, int doc) throws IOException {
    StoredRowVisitor visitor = new StoredRowVisitor();
    stored.document(doc, visitor);
    if (visitor.bytes == null) {
      throw new IllegalStateException("document %d has no row".formatted(doc));
    }
    return new BytesRef(visitor.bytes);
  }

  @Override
  public Status needsField(FieldInfo field) {
    return bytes != null ? Status.STOP : field.name.equals(Columns.ROW) ? Status.YES : Status.NO;
  }

  @Override
  public void binaryField(FieldInfo field, byte[] value) {
    bytes = value;
  }
}
