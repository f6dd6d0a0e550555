package org.citycatalog.search;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/// The numbers that weigh the terms of one question: how many entries there are, how long their
/// texts are, and how many hold each term.
///
/// They travel in the cursor, so that an unchanged entry keeps its place while others come and go.
final class Statistics {
  private final int entries;
  private final Map<TextField, Double> averageLengths;
  private final int[] holding;

  private Statistics(int entries, Map<TextField, Double> averageLengths, int[] holding) {
    this.entries = entries;
    this.averageLengths = averageLengths;
    this.holding = holding;
  }

  /// Statistics of a view, with terms not counted yet.
  static Statistics of(View view, int terms) {
    return new Statistics(view.entries(), view.averageLengths(), new int[terms]);
  }

  int terms() {
    return holding.length;
  }

  void count(int term, int entriesHolding) {
    holding[term] = entriesHolding;
  }

  boolean isHeld(int term) {
    return holding[term] > 0;
  }

  /// How much a term says: the rarer, the more.
  double rarity(int term) {
    return Math.log1p((entries - holding[term] + 0.5) / (holding[term] + 0.5));
  }

  double averageLength(TextField field) {
    return averageLengths.getOrDefault(field, 1.0);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(entries);
    for (TextField field : TextField.values()) {
      out.writeDouble(averageLength(field));
    }
    out.writeShort(holding.length);
    for (int count : holding) {
      out.writeInt(count);
    }
  }

  static Statistics read(DataInputStream in) throws IOException {
    int entries = in.readInt();
    Map<TextField, Double> lengths = new EnumMap<>(TextField.class);
    for (TextField field : TextField.values()) {
      lengths.put(field, in.readDouble());
    }
    int[] holding = new int[in.readUnsignedShort()];
    for (int i = 0; i < holding.length; i++) {
      holding[i] = in.readInt();
    }
    return new Statistics(entries, lengths, holding);
  }
}
