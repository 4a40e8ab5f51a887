package io.freshet.ingestion.writer.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.LogSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class SinkPlanTest {
  @Test
  void reachesOtherProcessesAsItIs() throws Exception {
    Contracts contracts = Contracts.read(Path.of("../../contracts"));
    SinkPlan plan =
        new SinkPlan(
            List.of(
                new SinkPlan.StreamPlan(
                    contracts.require("dasher_pings"),
                    new LogSource("cluster", "dasher_pings", "topic-id"),
                    2,
                    List.of("a gap"),
                    "a contract",
                    true)),
            WritePath.COLUMNAR,
            contracts.require("dead_letters"),
            contracts.require("table_commits"),
            new KafkaSettings("127.0.0.1:9092", 3),
            new RegistrySettings("http://127.0.0.1:8081", Duration.ofSeconds(7)),
            new LakeSettings(
                "http://127.0.0.1:8181",
                "token",
                "s3://lake",
                new LakeSettings.ObjectStore("", "us-east-1", "", "", false)));

    assertThat(InstantiationUtil.clone(plan)).isEqualTo(plan);
  }
}
