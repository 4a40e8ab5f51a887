package io.freshet.testing.e2e;

import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.simulator.orders.CapturedContracts;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;

/**
 * A stream of the shipped contract {@code order_events} under a name of its own, as one has it
 * whose orders are captured, and what of it was committed.
 */
final class StepEvents implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path contracts;
  private final Streams streams;
  private final EventConsumer consumer;
  private final Map<Long, List<String>> events = new TreeMap<>();

  private StepEvents(Path contracts, Streams streams, EventConsumer consumer) {
    this.contracts = contracts;
    this.streams = streams;
    this.consumer = consumer;
  }

  /**
   * Makes the stream.
   *
   * @param folder for its contract
   */
  static StepEvents open(EmbeddedPlatform platform, Path folder) throws IOException {
    String name = platform.uniqueName("order_events");
    String shipped =
        Files.readString(
            Path.of(platform.settings().text("contracts.path")).resolve("order_events.yaml"));
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    Files.writeString(
        contracts.resolve(name + ".yaml"),
        CapturedContracts.captured(shipped).replace("order_events", name));
    Contracts all = Contracts.read(contracts);
    Contract contract = all.require(name);
    Streams streams = new Streams(platform);
    List.of(contract, all.deadLetters()).forEach(streams.provisioner()::apply);

    return new StepEvents(
        contracts,
        streams,
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(contract)));
  }

  /** The folder of its contract. */
  Path contracts() {
    return contracts;
  }

  /** Returns when there are so many, and no more come. */
  void awaitAll(int expected) {
    await().atMost(PATIENCE).until(() -> hasAll(expected));
  }

  private boolean hasAll(int expected) {
    List<EventConsumer.Received> some = consumer.poll(Duration.ofSeconds(1));
    some.forEach(each -> add(((Decoded.Event) each.decoded()).payload()));

    return some.isEmpty() && events.values().stream().mapToInt(List::size).sum() >= expected;
  }

  /** By order, in the order in which they came, in the form of {@link OrderDatabase#steps}. */
  Map<Long, List<String>> events() {
    return events;
  }

  private void add(GenericRecord step) {
    events
        .computeIfAbsent(EventFields.longValue(step, "order_id"), order -> new ArrayList<>())
        .add(
            String.join(
                " ",
                shown(step, "order_version"),
                shown(step, "state"),
                shown(step, "market"),
                shown(step, "dasher_id"),
                shown(step, "event_time"),
                shown(step, "restaurant_id"),
                shown(step, "customer_id"),
                EventFields.decimal(step, "pickup_latitude").toPlainString(),
                EventFields.decimal(step, "pickup_longitude").toPlainString(),
                EventFields.decimal(step, "dropoff_latitude").toPlainString(),
                EventFields.decimal(step, "dropoff_longitude").toPlainString(),
                shown(step, "subtotal_minor"),
                shown(step, "currency"),
                shown(step, "reason"),
                EventFields.flag(step, "synthetic") ? "t" : "f"));
  }

  private static String shown(GenericRecord step, String column) {
    return EventFields.has(step, column) ? step.get(column).toString() : "-";
  }

  @Override
  public void close() {
    consumer.close();
    streams.close();
  }
}
