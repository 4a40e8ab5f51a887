package io.freshet.core.envelope.consumer;

import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.stream.Position;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt with the first record of a lane: decode, handle, and hand off what was given up. */
final class EventDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);

  private final Map<String, EventDecoder> decoders;
  private final EventHandler handler;
  private final HandOff handOff;
  private final ConsumerSettings settings;
  private final Counters counters;
  private final InstantSource clock;

  EventDelivery(
      Map<String, EventDecoder> decoders,
      EventHandler handler,
      HandOff handOff,
      ConsumerSettings settings,
      Counters counters,
      InstantSource clock) {
    this.decoders = Map.copyOf(decoders);
    this.handler = handler;
    this.handOff = handOff;
    this.settings = settings;
    this.counters = counters;
    this.clock = clock;
  }

  /** Afterwards the record is done with, or waits for its next attempt. */
  void attempt(PartitionLane lane) {
    ConsumerRecord<byte[], byte[]> kafkaRecord = lane.first();
    try {
      if (lane.failure().isEmpty()) {
        handle(lane, kafkaRecord);
      } else {
        handOff(lane, kafkaRecord);
      }
      lane.finishFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(
          Fault.CALLER,
          "Interrupted while handling an event of %s".formatted(kafkaRecord.topic()),
          e);
    } catch (Exception e) {
      // Whatever a service's code throws concerns this event, and no other.
      failed(lane, e);
    }
  }

  private void handle(PartitionLane lane, ConsumerRecord<byte[], byte[]> kafkaRecord)
      throws Exception {
    Decoded decoded = decoders.get(kafkaRecord.topic()).decode(kafkaRecord);
    boolean isTest = decoded instanceof Decoded.Test;
    if (isTest && !settings.tests()) {
      counters.tests.incrementAndGet();
      return;
    }
    if (decoded.content() instanceof Decoded.Event event) {
      handler.handle(
          new Delivery(
              position(kafkaRecord),
              event.envelope(),
              event.payload(),
              isTest,
              lane.attempts() + 1));
      counters.handled.incrementAndGet();
    } else {
      counters.refused.incrementAndGet();
    }
  }

  private void handOff(PartitionLane lane, ConsumerRecord<byte[], byte[]> kafkaRecord) {
    boolean kept = handOff.send(kafkaRecord, lane.failure().orElseThrow());
    counters.handedOff.incrementAndGet();
    if (!kept) {
      counters.unkept.incrementAndGet();
    }
  }

  /** What is away comes back: that is no reason to give an event up. */
  private void failed(PartitionLane lane, Exception failure) {
    counters.retries.incrementAndGet();
    boolean isAway = failure instanceof FreshetException known && known.fault() == Fault.DEPENDENCY;
    int attempts = isAway ? lane.attempts() + 1 : lane.failed();
    if (lane.beginsToFail()) {
      LOG.warn(
          "Event not handled, its partition waits group={} topic={} partition={} offset={}"
              + " attempt={} is_dependency_away={} failure={}",
          settings.group(),
          lane.first().topic(),
          lane.first().partition(),
          lane.first().offset(),
          attempts,
          isAway,
          origin(failure));
    }
    if (!isAway && attempts >= settings.maxAttempts()) {
      lane.giveUp("%s failed %d times: %s".formatted(settings.group(), attempts, origin(failure)));
    } else {
      lane.pause(settings.pause(attempts), clock.instant());
    }
  }

  /** Without the message, which may hold the event's values. */
  private static String origin(Exception failure) {
    return failure.getClass().getName()
        + Stream.of(failure.getStackTrace())
            .findFirst()
            .map(
                frame ->
                    " at %s.%s:%d"
                        .formatted(
                            frame.getClassName(), frame.getMethodName(), frame.getLineNumber()))
            .orElse("");
  }

  private static Position position(ConsumerRecord<byte[], byte[]> event) {
    return new Position(
        event.topic(), event.partition(), event.offset(), Instant.ofEpochMilli(event.timestamp()));
  }
}
