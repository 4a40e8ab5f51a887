package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The examples, as their readers run them. */
@FullOnly
class ExamplesIT {
  private static final Path EXAMPLES = Path.of("../../examples");
  private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123Z");

  @RegisterExtension
  static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.KAFKA, Part.REGISTRY);

  @TempDir private Path folder;
  private Streams streams;
  private Contract pings;

  @BeforeEach
  void send() {
    streams = new Streams(platform);
    pings = streams.pings();
    streams.provisioner().apply(pings);
    try (EventProducer producer =
        EventProducer.open(
            pings, streams.kafka(), streams.registry(), EventEncoder.Origin.of("/test"))) {
      for (int i = 1; i <= 2; i++) {
        producer
            .send(
                "ping-" + i,
                new PayloadBuilder(pings)
                    .set("market", "zürich")
                    .set("dasher_id", 9_007_199_254_740_993L)
                    .set("latitude", 47.376887)
                    .set("longitude", -0.041694)
                    .set("event_time", TIME.plusSeconds(i))
                    .build())
            .toCompletableFuture()
            .join();
      }
    }
  }

  @AfterEach
  void close() {
    streams.close();
  }

  @Test
  void readsWithJava() throws Exception {
    String printed =
        ExternalProgram.run(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EXAMPLES.resolve("java/ReadStream.java").toString()),
            arguments());

    assertRead(printed, "event_time=2026-11-01T08:00:01.123Z");
  }

  @Test
  void readsWithPython() throws Exception {
    String printed =
        ExternalProgram.run(
            List.of(
                PythonClient.install().python(),
                EXAMPLES.resolve("python/read_stream.py").toString()),
            arguments());

    assertRead(printed, "event_time=2026-11-01 08:00:01.123000+00:00");
  }

  @Test
  void readsWithJavaScript() throws Exception {
    NodeClient node = NodeClient.install(EXAMPLES.resolve("javascript"), folder);

    assertRead(node.run("read_stream.js", arguments()), "event_time=2026-11-01T08:00:01.123Z");
  }

  private List<String> arguments() {
    return List.of(streams.kafka().bootstrap(), streams.registryUrl(), pings.name(), "2");
  }

  private void assertRead(String printed, String time) {
    assertThat(printed.lines()).as(printed).hasSize(2);
    assertThat(printed.lines().findFirst().orElseThrow())
        .startsWith("ping-1 %s zürich:9007199254740993 market=zürich".formatted(pings.name()))
        .contains("dasher_id=9007199254740993", "latitude=47.376887", "longitude=-0.041694", time);
  }
}
