package org.citycatalog.rows.cube;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.citycatalog.catalog.JsonText;
import org.citycatalog.catalog.MaskJson;
import org.citycatalog.catalog.Statistics;
import org.citycatalog.disk.DurableFile;
import org.jspecify.annotations.Nullable;

/// One [Release] as a file: it is there with all of its bytes, or the one before is.
///
/// Layout: `format`, the release, and the SHA-256 of both. It is of record: what has been told
/// cannot be found out again.
final class ReleaseFile {
  private static final int FORMAT = 1;
  private static final int DIGEST_BYTES = 32;

  private ReleaseFile() {}

  static void write(Path file, Release release) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    write(out, release);
    out.write(sha256(bytes.toByteArray()));
    DurableFile.write(file, bytes.toByteArray());
  }

  /// Reads it; empty where there is none.
  ///
  /// @throws IOException if it is damaged: then nothing more may be told of its dataset
  static Optional<Release> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    int length = bytes.length - DIGEST_BYTES;
    if (length < Integer.BYTES
        || !MessageDigest.isEqual(
            Arrays.copyOfRange(bytes, length, bytes.length),
            sha256(Arrays.copyOf(bytes, length)))) {
      throw new IOException("the release of statistics %s is damaged".formatted(file));
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    int format = in.readInt();
    if (format != FORMAT) {
      throw new IOException("the release of statistics %s has format %d".formatted(file, format));
    }
    return Optional.of(read(in));
  }

  private static void write(DataOutputStream out, Release release) throws IOException {
    out.writeUTF(release.considered());
    Release.Terms terms = release.terms();
    out.writeUTF(terms.audience().name());
    optional(out, terms.scope());
    out.writeInt(terms.k());
    write(out, terms.dominance());
    optional(out, terms.contributor());
    out.writeLong(release.version());
    out.writeUTF(release.loaded().toString());
    write(out, release.shape());
    texts(out, release.items());
    longs(out, release.rows());
    for (int item = 0; item < release.items().size(); item++) {
      longs(out, release.known()[item]);
      decimals(out, release.sums()[item]);
    }
    bits(out, release.hidden());
    Facts facts = release.facts();
    for (int layer = 0; layer < facts.least().length; layer++) {
      longs(out, facts.least()[layer]);
      bits(out, facts.small()[layer]);
    }
    for (int each : facts.contributors()) {
      out.writeInt(each);
    }
    bits(out, facts.few());
    for (int item = 0; item < release.items().size(); item++) {
      decimals(out, facts.leastSums()[item]);
      decimals(out, facts.spread()[item]);
    }
    out.writeInt(release.histories().size());
    for (History history : release.histories()) {
      write(out, history);
    }
  }

  private static void write(DataOutputStream out, Statistics.@Nullable Dominance dominance)
      throws IOException {
    out.writeInt(dominance == null ? 0 : dominance.n());
    if (dominance != null) {
      write(out, dominance.share());
    }
  }

  private static Statistics.@Nullable Dominance dominance(DataInputStream in) throws IOException {
    int n = in.readInt();
    return n == 0 ? null : new Statistics.Dominance(n, decimal(in));
  }

  private static void write(DataOutputStream out, Shape shape) throws IOException {
    out.writeInt(shape.axes().size());
    for (Shape.Axis axis : shape.axes()) {
      out.writeUTF(axis.item());
      out.writeUTF(MaskJson.write(axis.mask()).toString());
      texts(out, axis.values());
    }
    out.writeInt(shape.bases().length);
    for (int base : shape.bases()) {
      out.writeInt(base);
    }
  }

  private static Shape shape(DataInputStream in) throws IOException {
    List<Shape.Axis> axes = new ArrayList<>();
    int axisCount = in.readInt();
    for (int i = 0; i < axisCount; i++) {
      axes.add(
          new Shape.Axis(in.readUTF(), MaskJson.read(JsonText.object(in.readUTF())), texts(in)));
    }
    List<Integer> tables = new ArrayList<>();
    int bases = in.readInt();
    for (int i = 0; i < bases; i++) {
      tables.add(in.readInt());
    }
    return new Shape(axes, tables);
  }

  private static void write(DataOutputStream out, History history) throws IOException {
    write(out, history.way().shape());
    texts(out, history.way().items());
    optional(out, history.way().contributor());
    write(out, history.way().dominance());
    for (List<History.Cohort>[] base : history.cells()) {
      for (List<History.Cohort> cell : base) {
        out.writeInt(cell.size());
        for (History.Cohort cohort : cell) {
          out.writeBoolean(cohort.counted());
          out.writeBoolean(cohort.dominated());
          out.writeInt(cohort.prints().length);
          longs(out, cohort.prints());
          out.writeInt(cohort.contributors().length);
          longs(out, cohort.contributors());
        }
      }
    }
  }

  private static History history(DataInputStream in) throws IOException {
    History.Way way = new History.Way(shape(in), texts(in), optional(in), dominance(in));
    return History.of(
        way,
        cell -> {
          List<History.Cohort> cohorts = new ArrayList<>();
          int count = in.readInt();
          for (int i = 0; i < count; i++) {
            cohorts.add(
                new History.Cohort(
                    in.readBoolean(),
                    in.readBoolean(),
                    longs(in, in.readInt()),
                    longs(in, in.readInt())));
          }
          return cohorts;
        });
  }

  private static Release read(DataInputStream in) throws IOException {
    String considered = in.readUTF();
    Statistics.Audience audience = Statistics.Audience.valueOf(in.readUTF());
    String scope = optional(in);
    int k = in.readInt();
    Statistics.Dominance dominance = dominance(in);
    String contributor = optional(in);
    long version = in.readLong();
    Instant loaded = Instant.parse(in.readUTF());
    Shape shape = shape(in);
    List<String> items = texts(in);
    long[] rows = longs(in, shape.cells());
    long[][] known = new long[items.size()][];
    BigDecimal[][] sums = new BigDecimal[items.size()][];
    for (int item = 0; item < items.size(); item++) {
      known[item] = longs(in, shape.cells());
      sums[item] = decimals(in, shape.cells());
    }
    BitSet hidden = bits(in);
    Facts facts = Facts.none(items.size(), shape.cells());
    for (int layer = 0; layer < facts.least().length; layer++) {
      facts.least()[layer] = longs(in, shape.cells());
      facts.small()[layer] = bits(in);
    }
    for (int i = 0; i < shape.cells(); i++) {
      facts.contributors()[i] = in.readInt();
    }
    facts.few().or(bits(in));
    for (int item = 0; item < items.size(); item++) {
      facts.leastSums()[item] = decimals(in, shape.cells());
      facts.spread()[item] = decimals(in, shape.cells());
    }
    List<History> histories = new ArrayList<>();
    int ways = in.readInt();
    for (int i = 0; i < ways; i++) {
      histories.add(history(in));
    }
    return new Release(
        considered,
        new Release.Terms(audience, scope, k, dominance, contributor),
        version,
        loaded,
        shape,
        items,
        rows,
        known,
        sums,
        hidden,
        facts,
        histories);
  }

  private static void optional(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      out.writeUTF(text);
    }
  }

  private static @Nullable String optional(DataInputStream in) throws IOException {
    return in.readBoolean() ? in.readUTF() : null;
  }

  private static void texts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  private static void longs(DataOutputStream out, long[] longs) throws IOException {
    for (long each : longs) {
      out.writeLong(each);
    }
  }

  private static long[] longs(DataInputStream in, int count) throws IOException {
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      longs[i] = in.readLong();
    }
    return longs;
  }

  private static void decimals(DataOutputStream out, BigDecimal[] decimals) throws IOException {
    for (BigDecimal each : decimals) {
      write(out, each);
    }
  }

  private static BigDecimal[] decimals(DataInputStream in, int count) throws IOException {
    BigDecimal[] decimals = new BigDecimal[count];
    for (int i = 0; i < count; i++) {
      decimals[i] = decimal(in);
    }
    return decimals;
  }

  private static void write(DataOutputStream out, BigDecimal decimal) throws IOException {
    byte[] digits = decimal.unscaledValue().toByteArray();
    out.writeInt(decimal.scale());
    out.writeInt(digits.length);
    out.write(digits);
  }

  private static BigDecimal decimal(DataInputStream in) throws IOException {
    int scale = in.readInt();
    return new BigDecimal(new BigInteger(in.readNBytes(in.readInt())), scale);
  }

  private static void bits(DataOutputStream out, BitSet bits) throws IOException {
    long[] longs = bits.toLongArray();
    out.writeInt(longs.length);
    longs(out, longs);
  }

  private static BitSet bits(DataInputStream in) throws IOException {
    return BitSet.valueOf(longs(in, in.readInt()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new AssertionError(everyJdkHasIt);
    }
  }
}
