package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.chaos.door.FaultyProxy;
import io.freshet.assurance.chaos.door.FaultyProxy.Fault;
import io.freshet.core.lake.LakeSettings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The disk of a TaskManager is full. The writer keeps nothing there, but Iceberg's and Flink's
 * clients of S3 stage each file on it before they send it. A store whose own disk is full answers
 * 500, as one does that fails for any other reason.
 */
@FullOnly
@EnabledIf("io.freshet.testing.e2e.TinyDisk#isAllowed")
class DiskFullIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  @Test
  void waitsForRoomOnTheDisk() throws Exception {
    LakeSettings lake = LakeSettings.from(platform.settings());
    try (TinyDisk disk = TinyDisk.mount(Path.of("target", platform.uniqueName("disk")));
        FaultyProxy catalog = FaultyProxy.before(URI.create(lake.uri()))) {
      // Catalogs may tell their clients where to stage.
      catalog.inject(
          request -> request.path().startsWith("/v1/config"),
          new Fault.Misreported(200, configuration(lake, disk.folder("staging"))),
          Integer.MAX_VALUE);
      try (WriterPool pool =
          new WriterPool(
                  platform,
                  List.of("--catalog.uri=" + catalog.uri()),
                  Map.of(),
                  "dasher_pings",
                  "order_events")
              .with("io.tmp.dirs", disk.folder("flink").toString())) {
        pool.start();
        losesNothing(pool, disk);
      }
    }
  }

  private static void losesNothing(WriterPool pool, TinyDisk disk) throws IOException {
    BadRecords records = new BadRecords(pool.contract("dasher_pings"), pool.streams());
    Toll toll = Toll.of(pool);
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap());
        Traffic traffic = Traffic.start(records, producer)) {
      pool.awaitCheckpoint();
      disk.fill();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(pool.failures()).contains("No space left on device"));
      disk.makeRoom();
      pool.awaitCheckpoint();

      toll.tell("disk full", 1, new Reckoning(pool).assertAllThere(traffic.end()));
    }
  }

  /** The catalog's own, with another folder for what is to be sent. */
  private static String configuration(LakeSettings lake, Path staging) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(lake.uri() + "/v1/config?warehouse=" + lake.warehouse()))
                    .header("Authorization", "Bearer " + lake.icebergProperties().get("token"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    JsonNode configuration = new ObjectMapper().readTree(answer.body());
    ((ObjectNode) configuration.path("overrides")).put("s3.staging-dir", staging.toString());

    return configuration.toString();
  }
}
