package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of orders on their stream: each an event, once and in the order of its order's
 * versions, though order service, change capture and database are killed while orders come.
 */
@FullOnly
class OrderStepsIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.POSTGRES, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int CLIENTS = 6;
  private static final int SOME = 80;

  private static final String PRODUCERS = "{property: producers, value: [orders]}";
  private static final String CAPTURED = "{property: capturedFrom, value: public.order_steps}";

  /** A step as the database has it, in the form in which events are told here. */
  private static final String STEPS =
      """
      select order_id,
        concat_ws(' ', order_version, market, state, coalesce(dasher_id::text, '-'),
          (extract(epoch from event_time) * 1000000)::bigint, restaurant_id, customer_id,
          pickup_latitude, pickup_longitude, dropoff_latitude, dropoff_longitude,
          subtotal_minor, currency, coalesce(reason, '-'), synthetic)
      from order_steps order by order_id, order_version""";

  @TempDir private Path folder;
  private final OrderDatabase database = new OrderDatabase(platform);
  private Streams streams;
  private Contract contract;
  private OrderService service;
  private ServerProcess capture;

  @BeforeEach
  void start() throws Exception {
    streams = new Streams(platform);
    contract = apply();
    service = new OrderService(folder, database.profile());
    service.start();
    capture = database.capture(folder, folder.resolve("contracts"));
  }

  /** The shipped contract as one has it whose orders are captured. */
  private Contract apply() throws IOException {
    String name = platform.uniqueName("order_events");
    String shipped =
        Files.readString(
            Path.of(platform.settings().text("contracts.path")).resolve("order_events.yaml"));
    assertThat(shipped).contains(PRODUCERS);
    Path contracts = Files.createDirectories(folder.resolve("contracts"));
    Files.writeString(
        contracts.resolve(name + ".yaml"),
        shipped.replace("order_events", name).replace(PRODUCERS, CAPTURED));
    Contracts all = Contracts.read(contracts);
    List.of(all.require(name), all.deadLetters()).forEach(streams.provisioner()::apply);

    return all.require(name);
  }

  @AfterEach
  void stop() {
    service.close();
    streams.close();
    capture.close();
    database.close();
  }

  @Test
  void eachStepIsAnEventOnceAndInOrderWhateverIsKilled() throws Exception {
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(contract))) {
      Map<Long, List<String>> events = new TreeMap<>();
      service.takeOrder(0);
      // Whoever was there before the capture comes in its snapshot, in any order.
      awaitEvents(consumer, events, service.done());

      service.takeOrders(CLIENTS);
      for (int i = 0; i < 2; i++) {
        service.awaitMore(SOME);
        capture.kill();
        service.awaitMore(SOME);
        capture = database.capture(folder, folder.resolve("contracts"));
        service.awaitMore(SOME);
        service.kill();
        service.start();
        service.awaitMore(SOME);
        platform.kill(Part.POSTGRES);
        heal();
      }
      service.awaitMore(SOME);
      service.end();
      awaitEvents(consumer, events, service.done());

      Map<Long, List<String>> steps = steps();
      assertThat(steps.values().stream().mapToInt(List::size).sum()).isEqualTo(service.done());
      assertThat(steps.values()).allMatch(each -> each.size() == OrderService.STATES.size());
      assertThat(events).isEqualTo(steps);
    }
  }

  /** Postgres does not start as long as backends of the one that was killed are ending. */
  private static void heal() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
  }

  /** Returns when there are so many, and no more come. */
  private static void awaitEvents(
      EventConsumer consumer, Map<Long, List<String>> events, int expected) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              List<EventConsumer.Received> some = consumer.poll(Duration.ofSeconds(1));
              some.forEach(each -> add(((Decoded.Event) each.decoded()).payload(), events));

              return some.isEmpty()
                  && events.values().stream().mapToInt(List::size).sum() >= expected;
            });
  }

  private static void add(GenericRecord step, Map<Long, List<String>> events) {
    events
        .computeIfAbsent(EventFields.longValue(step, "order_id"), order -> new ArrayList<>())
        .add(
            String.join(
                " ",
                shown(step, "order_version"),
                shown(step, "market"),
                shown(step, "state"),
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

  private Map<Long, List<String>> steps() throws SQLException {
    Map<Long, List<String>> steps = new TreeMap<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STEPS)) {
      while (row.next()) {
        steps.computeIfAbsent(row.getLong(1), order -> new ArrayList<>()).add(row.getString(2));
      }
    }

    return steps;
  }
}
