package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.fixtures.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stream's cluster dies, and the gateway goes on taking its events: they wait on another cluster
 * and come back, each once, though the gateway that brings them is killed on the way.
 */
@FullOnly
class StandbyIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.CATALOG, Part.REGISTRY);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEY = "a-key-of-the-tests";
  private static final String PRODUCERS = "  - {property: producers, value: [dasher-app]}\n";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  @TempDir private Path folder;
  private final Set<String> sent = new HashSet<>();
  private final Set<String> sentAgain = new HashSet<>();

  @Test
  void eventsWaitOnAnotherClusterAndComeBackOnce() throws Exception {
    try (ThreeBrokers standby =
            ThreeBrokers.start(Path.of("target", platform.uniqueName("standby")));
        WriterPool pool =
            new WriterPool(
                platform,
                List.of(),
                Map.of("dasher_pings", StandbyIT::withStandby),
                "dasher_pings")) {
      pool.start();
      Contract pings = pool.contract("dasher_pings");
      Map<String, String> settings = settings(pool, standby);

      try (GatewayProcess gateway = start(settings)) {
        send(gateway, pings, 50);
        assertThat(sentAgain).isEmpty();
        platform.kill(Part.KAFKA);
        send(gateway, pings, 300);
        assertThat(waiting(standby, pings)).isPositive();
        platform.heal();
        gateway.kill();
      }
      try (GatewayProcess next = start(settings)) {
        send(next, pings, 50);
        await("all is back").atMost(PATIENCE).until(() -> waiting(standby, pings) == 0);
        await("accounts")
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  Proof proof = pool.proveFromTheDoor(pings);
                  assertThat(proof.pending()).isZero();
                  assertThat(proof.intake().accepted()).isEqualTo(sent.size());
                });
      }
      Map<String, Integer> logged = DoorPings.logged(pool, pings);
      assertThat(logged.keySet()).isEqualTo(sent);
      logged.forEach(
          (id, times) -> {
            if (!sentAgain.contains(id)) {
              assertThat(times).as(id).isEqualTo(1);
            }
          });
      Proof proof = pool.proveFromTheDoor(pings);
      assertThat(proof.findings()).isEmpty();
      assertThat(proof.intake().lostBeforeLog()).isZero();
      Toll.of(pool).tell("a stream's cluster killed, then the gateway that brings back", 2, proof);
    }
  }

  private static String withStandby(String contract) {
    assertThat(contract).contains(PRODUCERS);

    return contract.replace(PRODUCERS, PRODUCERS + "  - {property: standby, value: true}\n");
  }

  private GatewayProcess start(Map<String, String> settings) throws IOException {
    return GatewayProcess.start(
        platform.profile(), settings, Files.createTempFile(folder, "gateway", ".log"), KEY);
  }

  private Map<String, String> settings(WriterPool pool, ThreeBrokers standby) {
    return Map.of(
        "gateway.port",
        "0",
        "gateway.key-hashes",
        "dasher-app:" + GatewayProcess.hash(KEY),
        "gateway.accounts-path",
        folder.resolve("accounts").toString(),
        "gateway.standby-bootstrap",
        standby.bootstrap(),
        "gateway.publish-timeout",
        "2s",
        "contracts.path",
        pool.contractsFolder().toString());
  }

  /** Each until it is taken, as a sender does. */
  private void send(GatewayProcess gateway, Contract pings, int events) {
    for (int i = 0; i < events; i++) {
      String id = "ping-" + sent.size();
      int status = gateway.send(DoorPings.event(pings, id));
      while (status == UNAVAILABLE) {
        sentAgain.add(id);
        status = gateway.send(DoorPings.event(pings, id));
      }
      assertThat(status).isEqualTo(OK);
      sent.add(id);
    }
  }

  /** Records that the standby cluster has of the stream. */
  private static long waiting(ThreeBrokers standby, Contract pings) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", standby.bootstrap()))) {
      Map<TopicPartition, OffsetSpec> begins = new HashMap<>();
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (int i = 0; i < pings.requireStream().partitions(); i++) {
        begins.put(new TopicPartition(pings.name(), i), OffsetSpec.earliest());
        ends.put(new TopicPartition(pings.name(), i), OffsetSpec.latest());
      }
      long begin =
          admin.listOffsets(begins).all().get().values().stream()
              .mapToLong(each -> each.offset())
              .sum();
      long end =
          admin.listOffsets(ends).all().get().values().stream()
              .mapToLong(each -> each.offset())
              .sum();

      return end - begin;
    }
  }
}
