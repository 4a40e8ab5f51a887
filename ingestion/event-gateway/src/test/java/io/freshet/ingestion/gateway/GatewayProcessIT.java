package io.freshet.ingestion.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The gateway as a process of its own. */
class GatewayProcessIT {
  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  private static final String HEAP = "128m";
  private static final int TERMINATED = 128 + 15;

  @TempDir private static Path folder;
  private static Streets streets;

  @BeforeAll
  static void apply() throws IOException {
    streets = new Streets(platform, folder.resolve("contracts"));
    streets.write("fast");
    streets.apply();
  }

  @AfterAll
  static void close() {
    if (streets != null) {
      streets.close();
    }
  }

  @Test
  void sendsWhatItHasTakenBeforeItEndsAndKeepsKeysToItself() {
    Contract contract = streets.contract("fast");
    try (ServerProcess process =
        ServerProcess.start(GatewayServer.class, HEAP, folder, streets.profile())) {
      Sender sender = new Sender(URI.create(process.url()).getPort());
      HttpResponse<String> answer =
          sender.structured(Sender.event(contract, "last", Sender.walk(1)));

      assertThat(process.terminate()).isEqualTo(TERMINATED);

      assertThat(answer.statusCode()).isEqualTo(202);
      assertThat(streets.events(contract)).containsKey("last");
      assertThat(process.lines()).last().asString().endsWith("Gateway stopped");
      assertThat(process.log()).doesNotContain(Streets.KEY);
    }
  }

  @Test
  void whatItAcceptedIsToldThoughItIsKilled() {
    Contract contract = streets.contract("fast");
    try (ServerProcess killed =
        ServerProcess.start(GatewayServer.class, HEAP, folder, streets.profile())) {
      Sender sender = new Sender(URI.create(killed.url()).getPort());
      for (int i = 0; i < 20; i++) {
        sender.structured(Sender.event(contract, "killed-" + i, Sender.walk(i)));
      }
      killed.kill();
    }

    try (ServerProcess next =
        ServerProcess.start(GatewayServer.class, HEAP, folder, streets.profile())) {
      assertThat(next.url()).isNotEmpty();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(streets.accepted(contract)).isGreaterThanOrEqualTo(20));
    }
  }

  @Test
  void saysInOneLineThatKafkaIsAway() {
    Map<String, String> profile = new HashMap<>(streets.profile());
    profile.put("kafka.bootstrap", "127.0.0.1:1");
    profile.put("gateway.start-timeout", "1s");

    try (ServerProcess process = ServerProcess.start(GatewayServer.class, HEAP, folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(75);
      assertThat(process.lines())
          .last()
          .asString()
          .startsWith("Cannot learn how many partitions ")
          .endsWith("no answer within 1s");
    }
  }

  @Test
  void saysInOneLineWhatIsWrongWithASetting() {
    Map<String, String> profile = new HashMap<>(streets.profile());
    profile.put("gateway.port", "70000");

    try (ServerProcess process = ServerProcess.start(GatewayServer.class, HEAP, folder, profile)) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.lines())
          .containsExactly("gateway.port is 70000; it must be between 0 and 65535");
    }
  }
}
