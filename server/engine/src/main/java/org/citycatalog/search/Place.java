package org.citycatalog.search;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Comparator;
import org.apache.lucene.util.BytesRef;

/// Where a hit stands in an order: its sort key and its id.
///
/// @param tier 0 for an exact title or id, 1 with all words, 2 with some; always 1 where the order
///   is not by relevance
/// @param score higher is earlier
/// @param newness higher is earlier
/// @param title lower is earlier
record Place(int tier, double score, long newness, BytesRef title, String id)
    implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::tier)
          .thenComparing(Comparator.comparingDouble(Place::score).reversed())
          .thenComparing(Comparator.comparingLong(Place::newness).reversed())
          .thenComparing(Place::title)
          .thenComparing(Place::id);

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(tier);
    out.writeDouble(score);
    out.writeLong(newness);
    out.writeShort(title.length);
    out.write(title.bytes, title.offset, title.length);
    out.writeUTF(id);
  }

  static Place read(DataInputStream in) throws IOException {
    int tier = in.readUnsignedByte();
    double score = in.readDouble();
    long newness = in.readLong();
    BytesRef title = new BytesRef(in.readNBytes(in.readUnsignedShort()));
    return new Place(tier, score, newness, title, in.readUTF());
  }
}
