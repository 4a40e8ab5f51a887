package io.freshet.serving.eta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.eta.TinyJob.Prediction;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisTarget;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.RunningRedis;
import io.freshet.testing.servers.RunningRedisCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

@Timeout(180)
class EtaFaultsIT {
  @TempDir private Path folder;
  private TinyJob job;

  @BeforeEach
  void start() {
    job = new TinyJob(folder);
  }

  @AfterEach
  void stop() {
    job.close();
  }

  @Test
  void losesNothingWhenRedisIsKilledAndStartedAgain() throws Exception {
    JobClient client = job.start(job.source().pings(), 1, "hashmap");
    try (Jedis jedis = job.redis().client()) {
      await().atMost(Duration.ofSeconds(60)).until(() -> jedis.dbSize() > 5);
    }

    job.redis().kill();
    job.redis().startAgain();

    client.getJobExecutionResult().get(120, TimeUnit.SECONDS);
    assertEveryOrderIsDelivered();
  }

  @FullOnly
  @Test
  void losesNothingWhenAPrimaryOfAClusterIsKilled() throws Exception {
    try (RunningRedisCluster cluster =
        RunningRedisCluster.start(Files.createDirectory(folder.resolve("cluster")))) {
      job.writeTo(RedisTarget.from(Settings.of(Map.of("redis.nodes", cluster.addresses()))));
      JobClient client = job.start(job.source().pings(), 1, "hashmap");
      await().atMost(Duration.ofSeconds(60)).until(() -> documents(cluster) > 5);
      RunningRedis killed = cluster.primaryOf(ofOrder(1));

      killed.kill();
      assertThat(client.getJobStatus().get()).as("under load").isEqualTo(JobStatus.RUNNING);

      finish(client);
      assertThat(cluster.primaryOf(ofOrder(1))).as("who took over").isNotSameAs(killed);
      assertThat(job.starts()).as("it waits, and does not fail").isEqualTo(1);
      assertEveryOrderIsDelivered();
    }
  }

  private static long documents(RunningRedisCluster cluster) {
    return cluster.primaries().stream().mapToLong(node -> (Long) node.ask("DBSIZE")).sum();
  }

  private static String ofOrder(long order) {
    return RedisKeys.order(TinyMarket.NAME, order);
  }

  @FullOnly
  @Test
  void losesNoOrderWhenItFailsInTheMiddle() throws Exception {
    Path failed = folder.resolve("failed");

    finish(job.start(job.source().failingPings(failed), 1, "rocksdb"));

    assertThat(failed).exists();
    assertEveryOrderIsDelivered();
    assertThat(job.predictions().stream().map(Prediction::order).distinct())
        .hasSize((int) job.market().orders());
    assertThat(idsByMoment().values())
        .as("at least once: a moment that is recorded again bears the same id")
        .allSatisfy(ids -> assertThat(ids).hasSize(1))
        .doesNotHaveDuplicates();
    assertSupplyIsWhatABatchFinds();
    assertThat(Set.copyOf(job.idle()))
        .as("told again with the same times, and none lost")
        .hasSize(2 * new BatchIdle(job.market().pings(), job.market().steps()).stretches().size());
  }

  /** By order, version and event time. */
  private Map<List<Long>, Set<String>> idsByMoment() {
    return job.predictions().stream()
        .collect(
            Collectors.groupingBy(
                p -> List.of(p.order(), (long) p.version(), p.millis()),
                Collectors.mapping(Prediction::id, Collectors.toSet())));
  }

  @FullOnly
  @Test
  void endsRightEvenIfEventsComeFarOutOfOrder() throws Exception {
    // Each of two readers plays one half of the time.
    finish(job.start(job.source().pings(), 2, "hashmap"));

    assertEveryOrderIsDelivered();
  }

  private void assertSupplyIsWhatABatchFinds() {
    BatchSupply batch = new BatchSupply(job.market().pings(), job.market().steps());
    ToldSupply told = job.supply();
    assertThat(told.minutes())
        .isNotEmpty()
        .allSatisfy(minute -> assertThat(told.market(minute)).isEqualTo(batch.market(minute)))
        // A cell that was told before the failure, and not again after it, keeps its row.
        .allSatisfy(
            minute -> assertThat(told.cells(minute)).containsAllEntriesOf(batch.cells(minute)));
  }

  private static void finish(JobClient client) throws Exception {
    client.getJobExecutionResult().get(120, TimeUnit.SECONDS);
  }

  private void assertEveryOrderIsDelivered() {
    for (long order = 1; order <= job.market().orders(); order++) {
      JsonNode shown = job.order(order);
      assertThat(shown.path("state").asText()).isEqualTo("delivered");
      assertThat(shown.path("order_version").asInt()).isEqualTo(5);
    }
  }
}
