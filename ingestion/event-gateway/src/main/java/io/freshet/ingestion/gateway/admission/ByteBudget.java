package io.freshet.ingestion.gateway.admission;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be held at once. Thread-safe. */
public final class ByteBudget {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  public ByteBudget(long limit) {
    this.limit = limit;
  }

  /** A part of the budget, until it is given back; giving it back twice changes nothing more. */
  public final class Share {
    private final AtomicLong bytes;

    private Share(long bytes) {
      this.bytes = new AtomicLong(bytes);
    }

    public void giveBack() {
      taken.addAndGet(-bytes.getAndSet(0));
    }
  }

  /** Empty when so many bytes are not free. */
  public Optional<Share> take(long bytes) {
    if (taken.addAndGet(bytes) > limit) {
      taken.addAndGet(-bytes);

      return Optional.empty();
    }

    return Optional.of(new Share(bytes));
  }

  public long taken() {
    return taken.get();
  }
}
