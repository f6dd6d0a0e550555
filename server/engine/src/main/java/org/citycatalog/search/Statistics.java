package org.citycatalog.search;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// The numbers that weigh the terms of one question: how many entries there are, how long their texts are, and how
/// many hold each term.
///
/// They travel in the cursor, so that an unchanged entry keeps its place while others come and go.
record Statistics(int entries, double[] averageLengths, int[] holding) {
  private static final int MOST_TERMS = 10_000;

  /// How much a term says: the rarer, the more.
  double rarity(int term) {
    return Math.log1p((entries - holding[term] + 0.5) / (holding[term] + 0.5));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(entries);
    out.writeByte(averageLengths.length);
    for (double length : averageLengths) {
      out.writeDouble(length);
    }
    out.writeShort(holding.length);
    for (int count : holding) {
      out.writeInt(count);
    }
  }

  static Statistics read(DataInputStream in) throws IOException {
    int entries = in.readInt();
    double[] lengths = new double[in.readUnsignedByte()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = in.readDouble();
    }
    int terms = in.readUnsignedShort();
    if (terms > MOST_TERMS) {
      throw new IOException("statistics of %d terms".formatted(terms));
    }
    int[] holding = new int[terms];
    for (int i = 0; i < terms; i++) {
      holding[i] = in.readInt();
    }
    return new Statistics(entries, lengths, holding);
  }
}
