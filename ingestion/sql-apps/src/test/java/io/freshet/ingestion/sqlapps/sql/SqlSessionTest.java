package io.freshet.ingestion.sqlapps.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.ingestion.sqlapps.Rides;
import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.stream.StreamAccess;
import io.freshet.ingestion.sqlapps.webhook.WebhookTarget;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.PlanReference;
import org.junit.jupiter.api.Test;

class SqlSessionTest {
  private static final Path CONTRACTS = Path.of("src", "test", "resources", "contracts");

  @Test
  void makesAJobOfThePlanOfAnother() throws Exception {
    String yaml = Rides.yaml(Rides.sql("-- counts"));
    String plan = Rides.check(yaml).required().json();
    Connections connections =
        new Connections(
            new StreamAccess(
                "busy",
                new KafkaSettings("127.0.0.1:1", 1),
                RegistrySettings.of("http://127.0.0.1:1"),
                Duration.ofMinutes(15)),
            () -> RedisSettings.server("127.0.0.1", 1, ""),
            name -> new WebhookTarget(name, URI.create("http://127.0.0.1:1/"), ""));
    SqlSession session =
        SqlSession.open(
            StreamExecutionEnvironment.getExecutionEnvironment(),
            ApplicationFile.parse("app.yaml", yaml).application().orElseThrow(),
            KnownContracts.in(CONTRACTS),
            connections);

    String job =
        session
            .tables()
            .loadPlan(PlanReference.fromJsonString(plan))
            .explain(ExplainDetail.JSON_EXECUTION_PLAN);

    assertThat(job).contains("Write ride_counts", "Write city_now", "Write alerts");
  }
}
