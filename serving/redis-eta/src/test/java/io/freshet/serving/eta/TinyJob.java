package io.freshet.serving.eta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.serving.eta.alert.AlertChange;
import io.freshet.serving.eta.dasher.IdleChange;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.order.EtaUpdate;
import io.freshet.serving.eta.order.PredictionForm;
import io.freshet.serving.eta.redis.RedisDocuments;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisKeys;
import io.freshet.serving.eta.redis.RedisProcess;
import io.freshet.serving.eta.redis.RedisSink;
import io.freshet.serving.eta.redis.RedisTarget;
import io.freshet.serving.eta.redis.RedisWrite;
import io.freshet.serving.eta.supply.SupplyTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import redis.clients.jedis.Jedis;

/** The job over a {@link TinyMarket}, on Flink's local cluster and a real Redis. */
final class TinyJob implements AutoCloseable {
  static final Duration PREDICT_EVERY = Duration.ofSeconds(20);

  /** Fewer dashers than this, for so many minutes, are an alert. */
  static final int FEW_DASHERS = 4;

  static final int FEW_FOR_MINUTES = 3;

  private static final EtaTimes TIMES =
      new EtaTimes(
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          PREDICT_EVERY,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofMinutes(20),
          Duration.ofMinutes(5),
          Duration.ofMinutes(3));

  private static final double SECONDS = 10;

  private final TinyMarketSource source;
  private final Path folder;
  private final String speedHistory;
  private final ModelSettings models;
  private final RedisProcess redis;

  /** What the test's own sinks write to; never killed. */
  private final RedisProcess notes;

  /** Where the job writes. */
  private RedisTarget target;

  /** Without a model, and with a file of usual speeds that is not there. */
  TinyJob(Path folder) {
    this(
        folder,
        SECONDS,
        folder.resolve("speeds.csv"),
        new ModelSettings(null, Duration.ofSeconds(10)));
  }

  /**
   * @param seconds within which the market is played
   */
  TinyJob(Path folder, double seconds, Path speedHistory, ModelSettings models) {
    this.source = new TinyMarketSource(6, 5, seconds);
    this.speedHistory = speedHistory.toString();
    this.models = models;
    try {
      this.folder = folder;
      this.redis = RedisProcess.start(Files.createDirectory(folder.resolve("redis")));
      this.notes = RedisProcess.start(Files.createDirectory(folder.resolve("notes")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.target = redis.target();
  }

  /** Lets the job write to another Redis than its own, say a Cluster, once it is started. */
  void writeTo(RedisTarget other) {
    target = other;
  }

  /**
   * A prediction as it went to the stream's sink.
   *
   * @param model empty where the calibration predicted
   */
  record Prediction(
      String id,
      long order,
      int version,
      long millis,
      String stage,
      int remainingSeconds,
      String basis,
      String model,
      List<Float> features) {
    static String print(EtaUpdate update) {
      return "%s %d %d %d %s %d %s %s %s"
          .formatted(
              new PredictionForm().id(update),
              update.moment().orderId(),
              update.moment().orderVersion(),
              update.moment().millis(),
              update.moment().stage().code(),
              update.remainingSeconds(),
              update.basis(),
              update.model() == null ? "" : update.model(),
              update.features().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }

    static Prediction parse(String line) {
      String[] parts = line.split(" ", -1);

      return new Prediction(
          parts[0],
          Long.parseLong(parts[1]),
          Integer.parseInt(parts[2]),
          Long.parseLong(parts[3]),
          parts[4],
          Integer.parseInt(parts[5]),
          parts[6],
          parts[7],
          Stream.of(parts[8].split(",")).map(Float::valueOf).toList());
    }
  }

  TinyMarket market() {
    return source.market();
  }

  TinyMarketSource source() {
    return source;
  }

  RedisProcess redis() {
    return redis;
  }

  JobClient start(Source<Ping, ?, ?> pings, int parallelism, String stateBackend) throws Exception {
    StreamExecutionEnvironment environment = environment(parallelism, stateBackend);
    NotingSink<RedisWrite> written =
        new NotingSink<>(notes.target(), "writes", TinyJob::print, new RedisSink(target));
    new EtaJob(
            new EtaJob.Inputs(
                pings,
                new OrderSteps.Plain(source.steps()),
                Duration.ofSeconds(1),
                speedHistory,
                models),
            new EtaJob.Outputs(
                new NotingSink<>(notes.target(), "predictions", Prediction::print),
                new EtaJob.Shown(
                    written,
                    written,
                    new RedisEntries(Duration.ofHours(6), Duration.ofMinutes(30)),
                    Duration.ofSeconds(30)),
                new NotingSink<>(notes.target(), "market-supply", ToldSupply::print),
                new NotingSink<>(notes.target(), "cell-supply", ToldSupply::print),
                new EtaJob.Signals(
                    new NotingSink<>(notes.target(), "idle", TinyJob::print),
                    new NotingSink<>(notes.target(), "alerts", TinyJob::print))),
            TIMES,
            new SupplyTimes(Duration.ofSeconds(10), TIMES.disorder()),
            thresholds())
        .define(environment);

    return environment.executeAsync("eta");
  }

  JsonNode order(long orderId) {
    return document(RedisKeys.order(TinyMarket.NAME, orderId));
  }

  JsonNode shownSupply() {
    return document(RedisKeys.supply(TinyMarket.NAME));
  }

  private JsonNode document(String key) {
    try (RedisDocuments documents = RedisDocuments.connect(target)) {
      return new ObjectMapper().readTree(documents.read(List.of(key)).get(0).orElseThrow());
    } catch (IOException e) {
      throw new AssertionError("Redis holds no JSON", e);
    }
  }

  List<Prediction> predictions() {
    return noted("predictions").stream().map(Prediction::parse).toList();
  }

  /** How often the job was started, by itself as well. */
  long starts() {
    try (Jedis jedis = notes.client()) {
      return NotingSink.writers(jedis, "predictions");
    }
  }

  /** Each write as its key and its document. */
  List<String> writes() {
    return noted("writes");
  }

  /** What was told of each minute, as a reader of the tables sees it. */
  ToldSupply supply() {
    return ToldSupply.parse(noted("market-supply"), noted("cell-supply"));
  }

  /** Each beginning and end of idleness: dasher, since, when, and what ended it or null. */
  List<String> idle() {
    return noted("idle");
  }

  /** Each beginning and end of an alert: which, the minute, and what was seen. */
  List<String> alerts() {
    return noted("alerts");
  }

  private String thresholds() throws IOException {
    return Files.writeString(
            folder.resolve("thresholds.yaml"),
            "every_market: {online_dashers: {begins: %d, ends: %d, minutes: %d}}%n"
                .formatted(FEW_DASHERS, FEW_DASHERS + 1, FEW_FOR_MINUTES))
        .toString();
  }

  @Override
  public void close() {
    redis.close();
    notes.close();
  }

  private List<String> noted(String list) {
    try (Jedis jedis = notes.client()) {
      return jedis.lrange(list, 0, -1);
    }
  }

  private StreamExecutionEnvironment environment(int parallelism, String stateBackend) {
    Configuration configuration =
        EtaApplication.configuration(
            new EtaSettings.Execution(Duration.ofMillis(500), stateBackend));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(100));
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));

    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
  }

  private static String print(RedisWrite write) {
    return write.key() + " " + write.document();
  }

  private static String print(IdleChange change) {
    return "%d %d %d %s"
        .formatted(change.dasherId(), change.since(), change.millis(), change.ending());
  }

  private static String print(AlertChange change) {
    return "%s %s %d %s"
        .formatted(
            change.alert(),
            change.change(),
            change.supply().millis(),
            change.seen().toBigInteger());
  }
}
