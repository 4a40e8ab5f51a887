package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.Part;
import io.freshet.testing.collector.ReceivedSpan;
import io.freshet.testing.collector.RunningCollector;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One trace leads from the request that brought an event to the snapshot that holds its row,
 * through the gateway, Kafka and the writer as they really run; to a collector that reads the
 * protocol with its own classes.
 */
class TracedEventIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.CATALOG, Part.REGISTRY);

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PHONE = "00f067aa0ba902b7";
  private static final int OTHERS = 20;

  @TempDir private Path folder;

  @Test
  void leadsFromTheRequestToTheCommit() throws Exception {
    try (RunningCollector collector = RunningCollector.start();
        WriterPool pool =
            new WriterPool(
                platform,
                List.of("--tracing.endpoint=" + collector.url(), "--tracing.sample-ratio=0"),
                Map.of(),
                "dasher_pings")) {
      pool.start();
      Contract pings = pool.contract("dasher_pings");
      GatewayProcess gateway =
          GatewayProcess.start(platform, pool.contractsFolder(), folder, settings(collector));
      try (gateway) {
        for (int i = 0; i < OTHERS; i++) {
          assertThat(gateway.send(DoorPings.event(pings, "other-" + i))).isLessThan(300);
        }
        HttpResponse<String> answer =
            gateway.answer(
                DoorPings.event(pings, "traced"),
                "traceparent",
                "00-%s-%s-01".formatted(TRACE, PHONE));

        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        ReceivedSpan request = collector.await("POST events");
        assertThat(request.service()).isEqualTo("event-gateway");
        assertThat(request.traceId()).isEqualTo(TRACE);
        assertThat(request.parentId()).isEqualTo(PHONE);
        assertThat(answer.headers().firstValue("traceparent"))
            .contains("00-%s-%s-01".formatted(TRACE, request.id()));
        ReceivedSpan publish = collector.await("publish " + pings.name());
        assertThat(publish.parentId()).isEqualTo(request.id());

        assertCommitted(collector, TableLayout.name(pings).toString(), pool.table(pings), publish);
        assertThat(scrape(gateway))
            .contains("freshet_gateway_spans_total{outcome=\"dropped\"} 0.0")
            .contains("freshet_gateway_spans_total{outcome=\"sent\"} 2.0");
      }
      for (String line : Files.readAllLines(gateway.log())) {
        assertThat(new ObjectMapper().readTree(line).path("service").asText())
            .isEqualTo("event-gateway");
      }
    }
  }

  private static void assertCommitted(
      RunningCollector collector, String name, Table table, ReceivedSpan publish) {
    ReceivedSpan commit =
        collector.await(
            "commit " + name,
            span -> span.links().contains(new ReceivedSpan.Link(publish.traceId(), publish.id())));
    assertThat(commit.service()).isEqualTo("flink-iceberg-writer");
    assertThat(commit.links()).hasSize(1);
    assertThat(commit.traceId()).isNotEqualTo(TRACE);
    ReceivedSpan wait = collector.await("into " + name);
    assertThat(wait.traceId()).isEqualTo(TRACE);
    assertThat(wait.parentId()).isEqualTo(publish.id());
    assertThat(wait.links()).containsExactly(new ReceivedSpan.Link(commit.traceId(), commit.id()));
    assertThat(wait.end()).isAfter(wait.start());
    long snapshot = Long.parseLong(wait.attributes().get("freshet.snapshot_id"));
    table.refresh();
    assertThat(table.snapshot(snapshot)).isNotNull();
    assertThat(commit.attributes())
        .containsEntry("freshet.snapshot_id", Long.toString(snapshot))
        .containsEntry("freshet.table", name);
  }

  private static Map<String, String> settings(RunningCollector collector) {
    return Map.of(
        "tracing.endpoint", collector.url(), "tracing.sample-ratio", "0", "log.format", "json");
  }

  /** Once what it has recorded is sent. */
  private static String scrape(GatewayProcess gateway) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/metrics")).build();

    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> client.send(request, HttpResponse.BodyHandlers.ofString()).body(),
            metrics -> metrics.contains("{outcome=\"sent\"} 2.0"));
  }
}
