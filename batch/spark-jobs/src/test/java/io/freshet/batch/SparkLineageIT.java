package io.freshet.batch;

import static io.freshet.batch.Rows.SAN_FRANCISCO;
import static io.freshet.batch.Rows.delivered;
import static io.freshet.batch.Rows.ping;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.batch.delivery.DasherEfficiencyJob;
import io.freshet.batch.lineage.SparkLineage;
import io.freshet.testing.selection.FullOnly;
import io.openlineage.spark.agent.OpenLineageSparkListener;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@FullOnly
@ExtendWith(SharedSpark.class)
class SparkLineageIT {
  private static final LocalDate DAY = LocalDate.parse("2008-05-19");

  private final SparkSession shared;

  @TempDir private Path warehouse;

  SparkLineageIT(SparkSession shared) {
    this.shared = shared;
  }

  @Test
  void tellsADayAsOneJobThatReadsTablesAndWritesOne() throws Exception {
    LakeFixture lake = new LakeFixture(ofACatalogThatTheListenerKnows());
    lake.market(SAN_FRANCISCO, "America/Los_Angeles")
        .pings(
            ping(1, "2008-05-19T12:00:00Z").carrying(7),
            ping(1, "2008-05-19T12:01:00Z").carrying(7))
        .delivered(delivered(7, 1L, "2008-05-19T12:01:30Z"));
    try (LineageReceiver receiver = new LineageReceiver()) {
      OpenLineageSparkListener listener = new OpenLineageSparkListener(configuration(receiver));
      shared.sparkContext().addSparkListener(listener);
      try {
        assertThat(lake.runner().run(new DasherEfficiencyJob(), List.of(DAY)).ok()).isTrue();

        JsonNode start = receiver.next();
        JsonNode end = receiver.next();
        assertThat(start.path("eventType").asText()).isEqualTo("START");
        assertThat(end.path("eventType").asText()).isEqualTo("COMPLETE");
        assertThat(end.at("/job/name").asText()).isEqualTo("nightly.dasher_efficiency");
        assertThat(StreamSupport.stream(end.path("inputs").spliterator(), false))
            .extracting(SparkLineageIT::catalogName)
            .containsExactlyInAnyOrder("raw.dasher_pings", "raw.order_events", "raw.markets");
        assertThat(catalogName(end.at("/outputs/0"))).isEqualTo("clean.dasher_efficiency");
        assertThat(end.at("/outputs/0/name").asText()).endsWith("/clean/dasher_efficiency");
        assertThat(
                end.at("/outputs/0/facets/columnLineage/fields/online_seconds/inputFields/0/name")
                    .asText())
            .endsWith("/raw/dasher_pings");
      } finally {
        shared.sparkContext().removeSparkListener(listener);
      }
    }
  }

  /** As the REST catalog is known, and the tests' JDBC catalog is not. */
  private SparkSession ofACatalogThatTheListenerKnows() {
    SparkSession session = shared.newSession();
    session.conf().set("spark.sql.catalog.lake.type", "hadoop");
    session.conf().set("spark.sql.catalog.lake.warehouse", warehouse.toString());

    return session;
  }

  private SparkConf configuration(LineageReceiver receiver) {
    SparkConf configuration = shared.sparkContext().getConf();
    SparkLineage.configuration(
            receiver.settings(),
            "nightly.dasher_efficiency",
            List.of("raw.dasher_pings", "raw.order_events", "raw.markets"))
        .forEach(configuration::set);

    return configuration;
  }

  private static String catalogName(JsonNode dataset) {
    JsonNode symlink = dataset.at("/facets/symlinks/identifiers/0/name");

    return (symlink.isMissingNode() ? dataset.path("name") : symlink).asText();
  }
}
