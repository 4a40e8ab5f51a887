package io.freshet.ingestion.gateway.account;

import io.freshet.core.envelope.IntakeMark;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.Header;

/**
 * One account that events are being put on. Stays open while any of them waits for its answer or
 * for Kafka. Thread-safe.
 */
public final class Entry {
  private static final long CLOSED = -1;

  private final AccountFile.Slot slot;
  private final long minute;
  private final IntakeMark.Writer marks;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();

  Entry(AccountFile.Slot slot) {
    this.slot = slot;
    IntakeMark.Account account = slot.account();
    this.minute = account.minute();
    this.marks = new IntakeMark.Writer(account);
  }

  /** What the record of its next event bears; no other one does. */
  public Header mark() {
    return marks.header(sent.getAndIncrement());
  }

  /** The sender is told that the event is taken: counted before it is. */
  public void accept() {
    slot.accept();
  }

  /** Kafka has the event. */
  public void acknowledge() {
    slot.acknowledge();
  }

  /** One thing less is waited for. */
  public void release() {
    waiting.decrementAndGet();
  }

  /** Waits for an event's answer and for its acknowledgement; not when it is closed. */
  boolean hold() {
    return waiting.updateAndGet(now -> now == CLOSED ? CLOSED : now + 2) != CLOSED;
  }

  /** Closes it, if nothing is waited for. */
  boolean close() {
    return waiting.compareAndSet(0, CLOSED);
  }

  long minute() {
    return minute;
  }

  AccountFile.Slot slot() {
    return slot;
  }
}
