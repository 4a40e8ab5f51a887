package io.freshet.cli.deploy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventProducer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;

/** What a shop tells an installation: one order, and the market that it is in. */
final class ShopEvents {
  private static final Path CONTRACTS = Path.of("..", "contracts");

  private ShopEvents() {}

  /** As the gateway takes it. */
  static String order(Instant time) {
    return """
        {"specversion": "1.0", "id": "1", "source": "/shop", "type": "order_events", "data":
          {"market": "san_francisco", "order_id": 1, "order_version": 1, "state": "created",
           "event_time": "%s", "customer_id": 17, "synthetic": false}}"""
        .formatted(time);
  }

  /** Readers' time zone of a day; nobody of ours sends it by the gateway. */
  static void sendTheMarket(WorkingInstallation installation, Instant time) {
    Contract markets = Contracts.read(CONTRACTS).require("markets");
    HttpSchemaRegistry registry =
        new HttpSchemaRegistry(RegistrySettings.from(installation.settings()));
    try (EventProducer producer =
        EventProducer.open(
            markets, installation.kafkaInside(), registry, EventEncoder.Origin.of("/test"))) {
      producer
          .send(
              new PayloadBuilder(markets)
                  .set("market", "san_francisco")
                  .set("name", "San Francisco")
                  .set("time_zone", "America/Los_Angeles")
                  .set("currency", "USD")
                  .set("latitude", new BigDecimal("37.774900"))
                  .set("longitude", new BigDecimal("-122.419400"))
                  .set("event_time", time)
                  .build())
          .toCompletableFuture()
          .join();
    }
  }
}
