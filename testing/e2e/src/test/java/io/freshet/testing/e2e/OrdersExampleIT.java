package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The example of orders: what its scripts do to a real order service is in the stream. */
@FullOnly
class OrdersExampleIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.POSTGRES, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;
  private final OrderDatabase database = new OrderDatabase(platform);

  @Test
  void whatTheOrderServiceHasCommittedIsInTheStream() throws Exception {
    String name = platform.uniqueName("order_events");
    Path contracts = captured(name);
    Contracts all = Contracts.read(contracts);
    Contract contract = all.require(name);
    try (Streams streams = new Streams(platform);
        OrderService service = new OrderService(folder, database.profile());
        database) {
      List.of(contract, all.deadLetters()).forEach(streams.provisioner()::apply);
      service.start();
      try (ServerProcess capture = database.capture(folder, contracts);
          EventConsumer consumer =
              EventConsumer.fromBeginning(streams.kafka(), streams.registry(), List.of(contract))) {
        String answer = OrdersExample.run("first_order.sh", service.url(), OrderService.TOKEN);

        assertThat(new ObjectMapper().readTree(answer).path("state").asText())
            .isEqualTo("confirmed");
        assertThat(twoSteps(consumer))
            .as(capture.log())
            .containsExactly("1 created", "2 confirmed");
      }
    }
  }

  /** The contract as the example makes it, under a name that no other test uses. */
  private Path captured(String name) throws Exception {
    Path edited = OrdersExample.contracts(folder.resolve("edited"));
    OrdersExample.run("capture_orders.sh", edited.toString());
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    Files.writeString(
        contracts.resolve(name + ".yaml"),
        Files.readString(edited.resolve("order_events.yaml")).replace("order_events", name));

    return contracts;
  }

  private static List<String> twoSteps(EventConsumer consumer) {
    List<String> steps = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              consumer.poll(Duration.ofSeconds(1)).stream()
                  .map(each -> ((Decoded.Event) each.decoded()).payload())
                  .forEach(
                      step ->
                          steps.add(
                              "%d %s"
                                  .formatted(
                                      EventFields.integer(step, "order_version"),
                                      EventFields.text(step, "state"))));

              return steps.size() >= 2;
            });

    return steps;
  }
}
