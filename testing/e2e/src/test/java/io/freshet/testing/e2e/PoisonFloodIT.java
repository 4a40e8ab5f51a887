package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Of two contracts in one job one gets a flood of records that are no events. The other's events
 * are in their table within its budget while that goes on, and each of the flood is a dead letter
 * once, with its own cause.
 */
@FullOnly
class PoisonFloodIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  /** Each takes a commit at least. */
  private static final int ROUNDS = 5;

  private static final int ORDERS = 40;

  private final List<Identity> sentOrders = new ArrayList<>();
  private WriterPool pool;
  private Contract orders;

  @Test
  void delaysNoNeighbour() throws Exception {
    try (WriterPool both =
        new WriterPool(platform, List.of(), Map.of(), "dasher_pings", "order_events")) {
      pool = both;
      pool.start();
      Contract pings = pool.contract("dasher_pings");
      orders = pool.contract("order_events");
      WriterRest.Job job = pool.job();
      Toll toll = Toll.of(pool);

      PoisonFlood.Sent flood = sendOrdersAmid(pings);
      pool.awaitCommitted(pings, flood.all());

      assertThat(pool.job()).as("nobody restarted").isEqualTo(job);
      assertThat(causes(pings)).isEqualTo(flood.bad());
      assertThat(Reckoning.once(LakeRows.of(pool.table(pings))))
          .isEqualTo(Set.copyOf(flood.good()));
      assertThat(causes(orders)).isEmpty();
      assertThat(Reckoning.once(LakeRows.of(pool.table(orders)))).isEqualTo(Set.copyOf(sentOrders));
      int dead = flood.bad().size();
      int rows = flood.good().size();
      Reckoning reckoning = new Reckoning(pool);
      Proof proof = reckoning.assertProven(pings);
      assertThat(proof.totals()).isEqualTo(new Proof.Totals(dead + rows, rows, 0, 0, dead, 0, 0));
      assertThat(reckoning.assertProven(orders).totals().found()).isEqualTo(sentOrders.size());
      toll.tell("a flood of poison in another contract of the job", dead, proof);
    }
  }

  /** The flood does not end before they are in their table, however long that takes. */
  private PoisonFlood.Sent sendOrdersAmid(Contract pings) {
    Duration budget = orders.requireTable().timing().freshness();
    try (PoisonFlood flood = PoisonFlood.start(pings, pool.streams());
        RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      for (int round = 0; round < ROUNDS; round++) {
        long before = flood.acknowledged();
        List<Identity> sent = sendOrders(producer);
        await("orders in their table within their budget")
            .atMost(budget)
            .pollInterval(Duration.ofMillis(200))
            .until(() -> areHeld(sent));
        await("a flood that goes on").until(() -> flood.acknowledged() > before);
      }

      return flood.end();
    }
  }

  private boolean areHeld(List<Identity> sent) {
    Ledger ledger = pool.ledger(orders);

    // A new topic is always the first source of its table.
    return sent.stream()
        .allMatch(place -> place.offset() < ledger.end(new Position(1, place.partition())));
  }

  private List<Identity> sendOrders(RawProducer producer) {
    EventEncoder encoder =
        EventEncoder.of(orders, pool.streams().registry(), EventEncoder.Origin.of("/test"));
    PayloadBuilder order = new PayloadBuilder(orders);
    List<CompletableFuture<Identity>> places = new ArrayList<>();
    for (int number = 0; number < ORDERS; number++) {
      order
          .set("market", "san_francisco")
          .set("order_id", number)
          .set("order_version", 1)
          .set("state", "created")
          .set("event_time", Instant.now())
          .set("synthetic", false);
      places.add(producer.send(encoder.encode(order.build())));
    }
    List<Identity> sent = places.stream().map(CompletableFuture::join).toList();
    sentOrders.addAll(sent);

    return sent;
  }

  /** Of the contract's dead letters, none of which is there twice. */
  private Map<Identity, String> causes(Contract contract) {
    return LakeRows.deadLettersOf(contract, pool.table(pool.deadLetters())).stream()
        .collect(Collectors.toMap(LakeRows::identity, row -> (String) row.getField("cause")));
  }
}
