package io.freshet.bench;

import io.freshet.bench.Run.Heat;
import io.freshet.core.redis.JedisClients;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.local.FlinkApplication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/**
 * The ETA path: pings and order events that wait in Kafka until Redis shows what follows from them,
 * once with each position shown, as when the application keeps up, and once as it works off what
 * has waited; beside it what reading and decoding the same events costs.
 */
public final class EtaBench {
  private static final List<String> STREAMS = List.of("dasher_pings", "order_events");
  private static final String EACH = "redis-eta";
  private static final String BEHIND = "redis-eta, behind";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ScanParams ORDERS = new ScanParams().match("eta:{*").count(1000);

  private final Stage stage;
  private final FlinkApplication each;
  private final FlinkApplication behind;

  /**
   * Both with short checkpoints: positions are committed with them.
   *
   * @param each holds no position for too old to be shown
   * @param behind as it is: all that waits is too old
   */
  public EtaBench(Stage stage, FlinkApplication each, FlinkApplication behind) {
    this.stage = stage;
    this.each = each;
    this.behind = behind;
  }

  public BenchResult run(long events) {
    Machine machine = Machine.here();
    Preload.Loaded loaded = new Preload(stage).marketplace(events);
    List<String> findings = new ArrayList<>();
    List<Run> runs = new ArrayList<>();
    runs.addAll(ours(EACH, each, loaded, findings));
    runs.addAll(ours(BEHIND, behind, loaded, findings));
    runs.addAll(
        new FloorProcess(stage, stage.scratch())
            .run("decode only", "decode", STREAMS, loaded.events()));
    runs.stream()
        .filter(run -> run.standing() == Run.Standing.PEER)
        .filter(run -> run.operations() != loaded.events())
        .forEach(run -> findings.add(miscount(run.name(), run.operations(), loaded)));
    for (String name : List.of(EACH, BEHIND)) {
      long counted =
          runs.stream().filter(run -> run.name().equals(name)).mapToLong(Run::operations).sum();
      if (counted != loaded.events()) {
        findings.add(miscount(name, counted, loaded));
      }
    }

    return new BenchResult("eta", machine, runs, findings);
  }

  private static String miscount(String name, long counted, Preload.Loaded loaded) {
    return "%s counts %d of %d events".formatted(name, counted, loaded.events());
  }

  /**
   * Two halves, parted by the first checkpoint behind half of the events; a single one when that
   * checkpoint is behind all of them.
   */
  private List<Run> ours(
      String name, FlinkApplication eta, Preload.Loaded loaded, List<String> findings) {
    try (Positions positions = Positions.of(stage)) {
      ProcessMeter meter = stage.start(eta);
      Effort atStart = meter.read();
      // A position is committed by a checkpoint, which waits for what it sent to be in Redis.
      Countdown countdown = new Countdown(name, loaded.events(), stage.progress());
      countdown.await(
          loaded.events() / 2, () -> positions.read(Positions.ETA_GROUP, STREAMS), PATIENCE);
      long half = positions.read(Positions.ETA_GROUP, STREAMS);
      Effort cold = meter.read();
      countdown.await(() -> positions.read(Positions.ETA_GROUP, STREAMS), PATIENCE);
      Effort whole = meter.read();
      long shown = orders();
      if (shown != loaded.orders()) {
        findings.add("%s: Redis shows %d of %d orders".formatted(name, shown, loaded.orders()));
      }
      List<Run> runs = new ArrayList<>();
      runs.add(
          run(
              name,
              Heat.COLD,
              half,
              ProcessMeter.between(atStart, cold),
              Optional.of(cold),
              meter));
      if (half < loaded.events()) {
        runs.add(
            run(
                name,
                Heat.WARM,
                positions.read(Positions.ETA_GROUP, STREAMS) - half,
                ProcessMeter.between(cold, whole),
                Optional.empty(),
                meter));
      }

      stage.platform().retire(eta);
      positions.forget(Positions.ETA_GROUP);
      emptyRedis();

      return runs;
    }
  }

  private static Run run(
      String name,
      Heat heat,
      long events,
      Effort effort,
      Optional<Effort> withStart,
      ProcessMeter meter) {
    return new Run(
        name,
        Run.Standing.OURS,
        heat,
        events,
        effort,
        withStart,
        OptionalDouble.empty(),
        meter.peakMegabytes());
  }

  private long orders() {
    try (JedisPooled redis = redis()) {
      Set<String> orders = new HashSet<>(); // a scan may tell a key twice
      String cursor = ScanParams.SCAN_POINTER_START;
      do {
        ScanResult<String> page = redis.scan(cursor, ORDERS);
        orders.addAll(page.getResult());
        cursor = page.getCursor();
      } while (!cursor.equals(ScanParams.SCAN_POINTER_START));

      return orders.size();
    }
  }

  private void emptyRedis() {
    try (JedisPooled redis = redis()) {
      redis.flushAll();
    }
  }

  private JedisPooled redis() {
    RedisSettings redis = RedisSettings.from(stage.settings());
    RedisSettings.Node node = redis.nodes().get(0);

    return new JedisPooled(
        new HostAndPort(node.host(), node.port()), JedisClients.config(redis).build());
  }
}
