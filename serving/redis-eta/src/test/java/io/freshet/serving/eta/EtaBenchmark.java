package io.freshet.serving.eta;

import com.sun.management.OperatingSystemMXBean;
import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.events.OrderState;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.model.ModelSettings;
import io.freshet.serving.eta.redis.Heartbeat;
import io.freshet.serving.eta.redis.RedisEntries;
import io.freshet.serving.eta.redis.RedisProcess;
import io.freshet.serving.eta.redis.RedisSink;
import io.freshet.serving.eta.redis.RedisTarget;
import io.freshet.serving.eta.supply.SupplyTimes;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.io.Serializable;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.FlushMode;

/**
 * How many pings the job takes per CPU-second, without Kafka: {@code EtaBenchmark PINGS RUNS
 * BACKEND DASHERS WAITED}. Dashers in eight cities ping every four seconds and carry an order more
 * than half of the time; all orders under way come at the beginning. Kafka has had each ping for
 * WAITED milliseconds: more than 1000 is behind. Everything goes to a real Redis, whose CPU is not
 * counted. The more dashers, the more state a checkpoint writes every thirty seconds. {@code
 * FRESHET_ETA_MODEL} names a folder of models.
 */
public final class EtaBenchmark implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long START = 1_790_000_000_000L;
  private static final long PING_EVERY = 4_000;
  private static final String[] CITIES = {
    "city1", "city2", "city3", "city4", "city5", "city6", "city7", "city8"
  };
  private static final int LINES = 70;
  private static final long CYCLE = 18 * 60_000L;
  private static final OrderState[] STEPS = {
    OrderState.CREATED, OrderState.DASHER_ASSIGNED, OrderState.PICKED_UP, OrderState.DELIVERED
  };
  private static final long[] STEP_AT = {0, 2 * 60_000L, 6 * 60_000L, 16 * 60_000L};

  private final int dashers;
  private final long waitedMillis;

  private EtaBenchmark(int dashers, long waitedMillis) {
    this.dashers = dashers;
    this.waitedMillis = waitedMillis;
  }

  public static void main(String[] arguments) throws Exception {
    long pings = Long.parseLong(arguments[0]);
    EtaBenchmark benchmark =
        new EtaBenchmark(Integer.parseInt(arguments[3]), Long.parseLong(arguments[4]));
    Path folder = Files.createTempDirectory("eta-benchmark");
    try (RedisProcess redis = RedisProcess.start(folder)) {
      for (int run = 1; run <= Integer.parseInt(arguments[1]); run++) {
        try (Jedis jedis = redis.client()) {
          jedis.flushAll(FlushMode.ASYNC);
        }
        benchmark.run(run, pings, redis.target(), arguments[2], folder);
      }
    }
  }

  private void run(int run, long pings, RedisTarget redis, String backend, Path folder)
      throws Exception {
    Configuration configuration =
        EtaApplication.configuration(new EtaSettings.Execution(Duration.ofSeconds(30), backend));
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        folder.resolve("checkpoints").toUri().toString());
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    define(environment, pings, redis);

    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long cpu = process.getProcessCpuTime();
    long wall = System.nanoTime();
    environment.execute("eta-benchmark");
    double cpuSeconds = (process.getProcessCpuTime() - cpu) / 1e9;
    System.out.printf(
        "run %d backend %s pings %d wall %.1f s cpu %.1f s: %.0f pings per CPU-second%n",
        run, backend, pings, (System.nanoTime() - wall) / 1e9, cpuSeconds, pings / cpuSeconds);
  }

  private void define(StreamExecutionEnvironment environment, long pings, RedisTarget redis) {
    long steps = dashers + pings * PING_EVERY / CYCLE * STEPS.length;
    RedisSink sink = new RedisSink(new RedisTarget(redis.redis(), 500, Duration.ofMillis(20)));
    EtaTimes times =
        new EtaTimes(
            Duration.ofMinutes(2),
            // Or all steps would come before the pings between them.
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(20),
            Duration.ofMinutes(5),
            // Never: the end of all pings is no silence that would have to be told.
            Duration.ofDays(1));
    new EtaJob(
            new EtaJob.Inputs(
                new DataGeneratorSource<>(this::ping, pings, TypeInformation.of(Ping.class)),
                new OrderSteps.Plain(
                    new DataGeneratorSource<>(
                        this::step, steps, TypeInformation.of(OrderEvent.class))),
                Duration.ofSeconds(1),
                "",
                new ModelSettings(System.getenv("FRESHET_ETA_MODEL"), Duration.ofSeconds(10))),
            new EtaJob.Outputs(
                new DiscardingSink<>(),
                new EtaJob.Shown(
                    sink.with(new Heartbeat(Duration.ofSeconds(5))),
                    sink,
                    new RedisEntries(Duration.ofHours(6), Duration.ofMinutes(30)),
                    Duration.ofSeconds(30)),
                new DiscardingSink<>(),
                new DiscardingSink<>(),
                new EtaJob.Signals(new DiscardingSink<>(), new DiscardingSink<>())),
            times,
            new SupplyTimes(Duration.ofSeconds(10), times.disorder()),
            "")
        .define(environment);
  }

  private Ping ping(Long index) {
    long dasher = index % dashers;
    long millis = index / dashers * PING_EVERY + dasher * PING_EVERY / dashers;
    long inCycle = (millis + phase(dasher)) % CYCLE;
    boolean carries = inCycle >= STEP_AT[2] && inCycle < STEP_AT[3];

    return new Ping(
        market(dasher),
        dasher,
        carries ? orderId(dasher, millis) : null,
        new Fix(START + millis, place(dasher, inCycle)),
        waitedMillis);
  }

  /** First the step that each dasher's order took last, then each step as it happens. */
  private OrderEvent step(Long index) {
    if (index < dashers) {
      int step = STEPS.length - 1;
      while (step > 0 && phase(index) < STEP_AT[step]) {
        step--;
      }
      return step(step, index, orderId(index, 0), 0);
    }
    long moment = (index - dashers) / STEPS.length;
    int step = (int) ((index - dashers) % STEPS.length);
    long dasher = Math.floorMod(STEP_AT[step] * dashers / CYCLE - moment, (long) dashers);
    long order = (moment + dasher) / dashers * dashers + dasher;

    return step(step, dasher, order, moment * CYCLE / dashers);
  }

  private static OrderEvent step(int step, long dasher, long order, long millis) {
    return new OrderEvent(
        market(dasher),
        order,
        step + 1,
        STEPS[step],
        START + millis,
        step == 0 ? null : dasher,
        place(dasher, STEP_AT[2]),
        place(dasher, STEP_AT[3]),
        false);
  }

  /** How far into the life of an order a dasher is at the beginning: all are elsewhere. */
  private long phase(long dasher) {
    return dasher * CYCLE / dashers;
  }

  private long orderId(long dasher, long millis) {
    return (millis + phase(dasher)) / CYCLE * dashers + dasher;
  }

  private static String market(long dasher) {
    return CITIES[city(dasher)];
  }

  private static int city(long dasher) {
    return (int) (dasher % CITIES.length);
  }

  /** Each dasher goes its own line, there and back; a city is some 12 by 7 km. */
  private static Position place(long dasher, long inCycle) {
    double part = Math.abs(inCycle - CYCLE / 2.0) / CYCLE;
    long line = dasher / CITIES.length;

    return new Position(
        degrees(37.6 + city(dasher) + line % LINES * 0.001 + part * 0.08),
        degrees(-122.5 + line / LINES % LINES * 0.001 + part * 0.02));
  }

  /** As events have them. */
  private static double degrees(double degrees) {
    return Math.rint(degrees * 1e6) / 1e6;
  }
}
