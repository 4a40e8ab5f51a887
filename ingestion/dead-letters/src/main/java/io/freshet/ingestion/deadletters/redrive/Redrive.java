package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.lake.RowHasher;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import io.freshet.ingestion.deadletters.RefusedAt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A redrive that was begun: nobody else sends dead letters of its contract, unless they begin one
 * too, which ends it. The oldest days go first, and of a day thousands at a time in the order in
 * which they were received. Not thread-safe.
 */
public final class Redrive implements AutoCloseable {
  // Small enough to be over in a moment: readers of the stream wait behind an open transaction.
  private static final int MOST_OF_A_TRANSACTION = 500;
  private static final int MOST_BYTES_OF_A_TRANSACTION = 4 << 20;

  /** Of what is put in order at a time. */
  private static final int MOST_HELD = 10_000;

  private static final long MOST_BYTES_HELD = 32L << 20;

  private static final long ORIGIN_KEY = RowHasher.key(1);
  private static final long PAYLOAD_KEY = RowHasher.key(2);

  private final String run;
  private final DeadLetterFilter filter;
  private final DeadLetterTable table;
  private final RedrivenRecords redriven;
  private final Prospects prospects;
  private final RedriveScan plan;
  private final Notes notes;
  private final RedriveSender sender;
  private final InstantSource clock;

  private final Outcomes.Tally tally = new Outcomes.Tally();
  private final Extent.Gathering refused = new Extent.Gathering();
  private final Extent.Gathering sentTo = new Extent.Gathering();
  private final RowHasher values = new RowHasher();
  private final List<Dispatch> held = new ArrayList<>();
  private long heldBytes;
  private long sent;
  private long inDoubt;

  Redrive(
      String run,
      DeadLetterFilter filter,
      DeadLetterTable table,
      RedrivenRecords redriven,
      Prospects prospects,
      RedriveScan plan,
      Notes notes,
      RedriveSender sender,
      InstantSource clock) {
    this.run = run;
    this.filter = filter;
    this.table = table;
    this.redriven = redriven;
    this.prospects = prospects;
    this.plan = plan;
    this.notes = notes;
    this.sender = sender;
    this.clock = clock;
  }

  /** What {@link #run} will do. */
  public Outcomes plan() {
    return plan.outcomes();
  }

  /**
   * Sends what can be sent. Whatever stops it is told by the receipt.
   *
   * @param progress hears after each transaction how many were sent so far
   */
  public RedriveReceipt run(LongConsumer progress) {
    Instant started = clock.instant();
    Optional<FreshetException> failure = Optional.empty();
    try {
      for (LocalDate day : plan.days()) {
        sendDay(day, progress);
      }
    } catch (FreshetException e) {
      failure = Optional.of(e);
    }

    return new RedriveReceipt(
        run,
        filter,
        started,
        clock.instant(),
        outcomes(),
        inDoubt,
        refused.all(),
        sentTo.all(),
        values.drain().toString(),
        failure);
  }

  /** As planned, but for how many were sent. */
  private Outcomes outcomes() {
    Outcomes planned = plan.outcomes();

    return planned.withSent(tally.outcomes());
  }

  private void sendDay(LocalDate day, LongConsumer progress) {
    Instant begin = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    table.each(
        filter.between(begin, end),
        letter -> {
          if (!redriven.contains(RefusedAt.of(letter))
              && prospects.of(letter) instanceof Prospect.Sendable sendable) {
            redriven.add(RefusedAt.of(letter)); // now, so that a doubled row is sent once
            hold(new Dispatch(letter, sendable.event(), notes.note(letter)), progress);
          }
        });
    sendHeld(progress);
  }

  private void hold(Dispatch dispatch, LongConsumer progress) {
    held.add(dispatch);
    heldBytes += dispatch.bytes();
    if (held.size() == MOST_HELD || heldBytes > MOST_BYTES_HELD) {
      sendHeld(progress);
    }
  }

  private void sendHeld(LongConsumer progress) {
    held.sort(
        Comparator.comparing((Dispatch each) -> each.letter().receivedAt())
            .thenComparing(each -> each.letter().refused().partition())
            .thenComparing(each -> each.letter().refused().offset()));
    List<Dispatch> transaction = new ArrayList<>();
    int bytes = 0;
    for (Dispatch dispatch : held) {
      boolean isFull =
          transaction.size() == MOST_OF_A_TRANSACTION
              || bytes + dispatch.bytes() > MOST_BYTES_OF_A_TRANSACTION;
      if (isFull && !transaction.isEmpty()) {
        send(transaction, progress);
        transaction.clear();
        bytes = 0;
      }
      transaction.add(dispatch);
      bytes += dispatch.bytes();
    }
    if (!transaction.isEmpty()) {
      send(transaction, progress);
    }
    held.clear();
    heldBytes = 0;
  }

  private void send(List<Dispatch> transaction, LongConsumer progress) {
    List<RecordMetadata> positions;
    try {
      positions = sender.send(transaction);
    } catch (RedriveSender.InDoubtException e) {
      inDoubt = transaction.size();
      throw e;
    }
    for (int i = 0; i < positions.size(); i++) {
      note(transaction.get(i).letter(), positions.get(i));
    }
    sent += positions.size();
    progress.accept(sent);
  }

  private void note(DeadLetter letter, RecordMetadata position) {
    RefusedAt refusedAt = RefusedAt.of(letter);
    tally.sent(letter.cause());
    refused.add(refusedAt.topicId(), refusedAt.partition(), refusedAt.offset());
    sentTo.add(position.topic(), position.partition(), position.offset());
    byte[] origin = letter.origin().getBytes(StandardCharsets.UTF_8);
    byte[] payload = letter.refused().value();
    values.add(ORIGIN_KEY, origin, 0, origin.length);
    values.add(PAYLOAD_KEY, payload, 0, payload.length);
    values.endRow();
  }

  @Override
  public void close() {
    sender.close();
  }
}
