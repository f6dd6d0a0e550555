package org.citycatalog.sdk.transport;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer as a stream that gives up when nothing comes for too long.
///
/// The JDK's own time limit ends with the head of an answer, so a server that falls silent in the
/// middle of a body would hold its reader for ever. At most two deliveries wait here; the
/// connection is slowed down to its reader.
final class BodyStream extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  /// What the publisher sends: bytes, or the end, with or without a failure.
  private record Delivery(List<ByteBuffer> buffers, boolean last, @Nullable Throwable failure) {}

  private final Duration longestSilence;
  // one delivery asked for, one end, one to spare
  private final BlockingQueue<Delivery> deliveries = new ArrayBlockingQueue<>(4);
  private Flow.@Nullable Subscription subscription;
  private List<ByteBuffer> buffers = List.of();
  private int nextBuffer;
  private @Nullable ByteBuffer current;
  private boolean ended;
  private volatile boolean closed;
  private @Nullable IOException failure;

  BodyStream(Duration longestSilence) {
    this.longestSilence = longestSilence;
  }

  /// What broke the body off, or `null` where nothing did.
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    synchronized (this) {
      subscription = given;
    }
    if (closed) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    offer(new Delivery(item, false, null));
  }

  @Override
  public void onError(Throwable thrown) {
    offer(new Delivery(List.of(), true, thrown));
  }

  @Override
  public void onComplete() {
    offer(new Delivery(List.of(), true, null));
  }

  private void offer(Delivery delivery) {
    if (!deliveries.offer(delivery)) {
      throw new IllegalStateException("more was delivered than asked for");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = filled();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  private @Nullable ByteBuffer filled() throws IOException {
    while (current == null || !current.hasRemaining()) {
      if (closed) {
        throw new IOException("the stream is closed");
      }
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      if (ended) {
        return null;
      }
      if (nextBuffer < buffers.size()) {
        current = buffers.get(nextBuffer);
        nextBuffer++;
      } else {
        await();
      }
    }
    return current;
  }

  private void await() throws IOException {
    Delivery delivery;
    try {
      delivery = deliveries.poll(longestSilence.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(new java.io.InterruptedIOException("interrupted while reading the answer"));
    }
    if (delivery == null) {
      throw broken(
          new HttpTimeoutException("nothing came for " + longestSilence.toSeconds() + " s"));
    }
    if (delivery.failure() != null) {
      throw broken(new IOException("the answer was cut off", delivery.failure()));
    }
    buffers = delivery.buffers();
    nextBuffer = 0;
    ended = delivery.last();
    if (!ended) {
      request();
    }
  }

  private IOException broken(IOException cause) {
    failure = cause;
    cancel();
    return cause;
  }

  private synchronized void request() {
    if (subscription != null) {
      subscription.request(1);
    }
  }

  private synchronized void cancel() {
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void close() {
    closed = true;
    if (!ended) {
      cancel();
    }
  }
}
