package org.citycatalog.sdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.citycatalog.sdk.error.Failure;
import org.citycatalog.sdk.error.IncompleteAnswerException;
import org.citycatalog.sdk.model.ExportFormat;
import org.citycatalog.sdk.transport.Answer;

/// Rows as the bytes of a file, counted on the way: the end of the stream is reached only when as
/// many rows came as the server said it would send.
///
/// Every read throws an [IncompleteAnswerException] where the answer broke off or does not add up.
public final class ExportStream extends FilterInputStream {
  private final long promised;
  private final long version;
  private final RowCounter counter;

  private ExportStream(InputStream in, long promised, long version, RowCounter counter) {
    super(in);
    this.promised = promised;
    this.version = version;
    this.counter = counter;
  }

  static ExportStream of(Answer<InputStream> answer, ExportFormat format) {
    OptionalLong promised = answer.count("CityCatalog-Rows");
    if (promised.isEmpty()) {
      IncompleteAnswerException failure =
          Cursors.incomplete("The answer does not say how many rows it holds.");
      try {
        answer.body().close();
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
    return new ExportStream(
        answer.body(),
        promised.getAsLong(),
        answer.count("CityCatalog-Version").orElse(0),
        RowCounter.of(format));
  }

  /// The rows that the server said it would send.
  public long rows() {
    return promised;
  }

  /// The version that the rows are of; 0 where the server did not say.
  public long version() {
    return version;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      int count = in.read(target, offset, length);
      if (count < 0) {
        check();
      } else {
        counter.count(target, offset, count);
      }
      return count;
    } catch (IOException e) {
      throw broken("The rows broke off after %d of %d.".formatted(counter.rows(), promised), e);
    }
  }

  private void check() {
    if (counter.ended() != promised) {
      throw broken(
          "%d rows came where the server promised %d.".formatted(counter.ended(), promised),
          new IOException("end of the answer"));
    }
  }

  private static IncompleteAnswerException broken(String title, IOException cause) {
    return new IncompleteAnswerException(Failure.own(Failure.INCOMPLETE, 200, title, null), cause);
  }

  @Override
  public long skip(long count) throws IOException {
    // bytes skipped must be counted too
    byte[] passed = readNBytes((int) Math.min(count, 1 << 16));
    return passed.length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
