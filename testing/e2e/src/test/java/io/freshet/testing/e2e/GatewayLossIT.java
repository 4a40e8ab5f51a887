package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a gateway has answered for and the log never had, where the contract allows that: first the
 * leader dies with what it had not copied, then the gateway with what it had not sent. Proof says
 * how much that was, to the event.
 */
@FullOnly
class GatewayLossIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.CATALOG, Part.REGISTRY);

  private static final String PRODUCERS = "  - {property: producers, value: [dasher-app]}\n";
  private static final String FAST =
      """
        - {property: acknowledgement, value: fast}
        - {property: replicas, value: 2}
        - {property: minInSync, value: 1}
      """;
  private static final int ONLY_PARTITION = 0;

  @TempDir private Path folder;
  private final Set<String> answered = new HashSet<>();

  @Test
  void proofSaysWhatWasLostBeforeTheLog() throws Exception {
    try (ThreeBrokers brokers =
            ThreeBrokers.start(Path.of("target", platform.uniqueName("brokers")));
        WriterPool pool =
            new WriterPool(
                platform,
                List.of("--kafka.bootstrap=" + brokers.bootstrap(), "--kafka.max-replicas=3"),
                Map.of("dasher_pings", GatewayLossIT::allowLoss),
                "dasher_pings")) {
      pool.start();
      Contract pings = pool.contract("dasher_pings");

      try (GatewayProcess gateway = start(pool, brokers)) {
        send(gateway, pings, 50);
        int leader = brokers.leader(pings.name(), ONLY_PARTITION);
        int follower = brokers.followers(pings.name(), ONLY_PARTITION).get(0);
        brokers.pause(follower);
        // Few: a follower that says nothing for 9 s is no longer waited for, nor elected.
        send(gateway, pings, 40);
        brokers.kill(leader);
        brokers.resume(follower);
        await()
            .atMost(Duration.ofMinutes(1))
            .ignoreExceptions()
            .until(() -> brokers.leader(pings.name(), ONLY_PARTITION) == follower);
        send(gateway, pings, 50);
        gateway.kill();
        brokers.start(leader);
      }
      try (GatewayProcess next = start(pool, brokers)) {
        send(next, pings, 1);
        await()
            .atMost(Duration.ofMinutes(3))
            .untilAsserted(
                () -> {
                  Proof proof = pool.proveFromTheDoor(pings);
                  assertThat(proof.pending()).isZero();
                  assertThat(proof.intake().accepted()).isEqualTo(answered.size());
                });
      }
      Set<String> lost = new HashSet<>(answered);
      lost.removeAll(DoorPings.logged(pool, pings).keySet());
      Proof proof = pool.proveFromTheDoor(pings);

      assertThat(lost).as("what the leader and the gateway took with them").isNotEmpty();
      assertThat(proof.intake().lostBeforeLog()).isEqualTo(lost.size());
      assertThat(proof.findings()).isEmpty();
      assertTold(pool, brokers, pings, lost.size());
      Toll.of(pool).tell("leader, then gateway killed under fast", 2, proof);
    }
  }

  /** What whoever calls the command is told. */
  private void assertTold(WriterPool pool, ThreeBrokers brokers, Contract pings, int lost)
      throws Exception {
    Path result = folder.resolve("proof.json");
    FreshetCommand.Answer answer =
        new FreshetCommand(platform.platform().folder().root(), folder.resolve("proof.txt"))
            .with("FRESHET_PROFILE", platform.profile().toAbsolutePath().toString())
            .with("FRESHET_CONTRACTS_PATH", pool.contractsFolder().toString())
            .with("FRESHET_KAFKA_BOOTSTRAP", brokers.bootstrap())
            .run("prove", pings.name(), "--json", result.toString());

    assertThat(answer.exitCode()).as(answer.printed()).isZero();
    assertThat(answer.printed()).contains("the log never had %d of them".formatted(lost));
    JsonNode table = new ObjectMapper().readTree(result.toFile()).path("tables").path(0);
    assertThat(table.path("accepted").asInt()).isEqualTo(answered.size());
    assertThat(table.path("lost_before_log").asInt()).isEqualTo(lost);
  }

  private static String allowLoss(String contract) {
    assertThat(contract).contains(PRODUCERS);

    return contract
        .replace(PRODUCERS, PRODUCERS + FAST)
        .replaceAll("\\{property: partitions, value: \\d+}", "{property: partitions, value: 1}");
  }

  private GatewayProcess start(WriterPool pool, ThreeBrokers brokers) throws IOException {
    return GatewayProcess.start(
        platform,
        pool.contractsFolder(),
        folder,
        Map.of(
            "kafka.bootstrap",
            brokers.bootstrap(),
            "registry.url",
            platform.settings().text("registry.url")));
  }

  /** One after the other, so that nothing is under way when something is killed. */
  private void send(GatewayProcess gateway, Contract pings, int events) {
    for (int i = 0; i < events; i++) {
      String id = "ping-" + answered.size();
      int status = gateway.send(DoorPings.event(pings, id));
      assertThat(status).isEqualTo(202);
      answered.add(id);
    }
  }
}
