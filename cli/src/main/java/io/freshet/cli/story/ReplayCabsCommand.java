package io.freshet.cli.story;

import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Workspace;
import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.replay.CabRecording;
import io.freshet.simulator.replay.CabReplay;
import io.freshet.simulator.replay.EtaBaseline;
import io.freshet.simulator.replay.RecordedTrips;
import io.freshet.simulator.replay.ReplaySettings;
import io.freshet.simulator.replay.Trip;
import io.freshet.simulator.replay.TripPings;
import io.freshet.simulator.run.Speed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "cabs",
    description = {
      "Replays recorded taxi pings as dashers and occupied runs as deliveries, then runs"
          + " nightly and proves every table.",
      "What a replay has to invent it marks as synthetic. Pings and order steps go to their"
          + " streams: the order service, surge, order anomalies and menus have no part in it."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet replay cabs --pings pings.parquet --trips trips.parquet --speed 600",
      "          ./freshet replay cabs --pings p.parquet --trips t.parquet --fault-every 20s",
      "          ./freshet replay cabs --pings p.parquet --trips t.parquet --from 2008-05-22",
      "          ./freshet replay cabs --pings p.parquet --trips t.parquet --follow --from 2008-05-20"
    })
final class ReplayCabsCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final String USUAL_SPEED = "600";

  /** A delivery of a quarter of an hour lasts a minute and a half then. */
  private static final String SPEED_TO_FOLLOW = "10";

  /** Flink takes as long to be back; with less nothing would ever be done. */
  private static final Duration LEAST_BETWEEN_FAULTS = Duration.ofSeconds(10);

  @Option(names = "--pings", required = true, paramLabel = "FILE", description = "Parquet of pings")
  private Path pings;

  @Option(names = "--trips", required = true, paramLabel = "FILE", description = "Parquet of trips")
  private Path trips;

  @Option(
      names = "--speed",
      description =
          "Event time per wall time, or max. Default: "
              + USUAL_SPEED
              + ", with --follow "
              + SPEED_TO_FOLLOW)
  private String speed;

  @Option(
      names = "--follow",
      description =
          "Also start the live server until the replay is over, and print for three orders at a time"
              + " where their customers follow them")
  private boolean follow;

  @Option(names = "--from", description = "First local day; default: the recording's")
  private LocalDate from;

  @Option(names = "--to", description = "Last local day; default: the recording's")
  private LocalDate to;

  @Option(
      names = "--judge-from",
      paramLabel = "DAY",
      description =
          "First local day whose clean trips judge ETAs; those before it teach the constant median"
              + " beside them. Default: the recording's fourth")
  private LocalDate judgeFrom;

  @Option(
      names = "--eta",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the ETA job over the profile's, such as eta.model=/srv/models or"
              + " eta.predict-every=1s; may be repeated. A job that runs goes on with it")
  private Map<String, String> eta = new LinkedHashMap<>();

  @Option(
      names = "--kill",
      paramLabel = "N",
      defaultValue = "0",
      description = "Kill Flink with SIGKILL this many times on the way. Default: none")
  private int kills;

  @Option(
      names = "--fault-every",
      paramLabel = "DURATION",
      defaultValue = "0s",
      description =
          "Kill a process of Flink, the object store or the catalog that often at most, each in its"
              + " turn, until every event is in its table; from 10s. Default: none")
  private Duration faultEvery;

  @Option(
      names = "--fault-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides in which order they are killed. Default: ${DEFAULT-VALUE}")
  private long faultSeed;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long startNanos = System.nanoTime();
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    StoryResult result = new StoryResult();
    try {
      tell(out, result, startNanos);
    } catch (Exception failure) {
      result.failed(failure);
      json.write(result.json(), spec.commandLine().getOut());
      throw failure;
    }
    json.write(result.json(), spec.commandLine().getOut());
    result.summary().forEach(out::println);
    result.failures().forEach(failure -> out.println("FAILED  " + failure));
    out.flush();

    return result.failures().isEmpty() ? 0 : 1;
  }

  private void tell(PrintWriter out, StoryResult result, long startNanos) throws Exception {
    ReplaySettings settings =
        new ReplaySettings(pings, trips, Optional.ofNullable(from), Optional.ofNullable(to));
    Speed pace = Speed.parse(speed());
    String[] etaArguments = etaArguments();
    if (kills < 0) {
      throw new InvalidSettingException("--kill", kills, "0 or more");
    }
    if (!faultEvery.isZero() && faultEvery.compareTo(LEAST_BETWEEN_FAULTS) < 0) {
      throw new InvalidSettingException(
          "--fault-every",
          Durations.print(faultEvery),
          "at least %s, or 0s for none".formatted(Durations.print(LEAST_BETWEEN_FAULTS)));
    }
    RecordedTrips recorded;
    try (CabReplay opened = new CabReplay(settings)) { // refuses files before anything is started
      recorded = opened.trips();
    }
    EtaBaseline baseline =
        judgeFrom == null ? EtaBaseline.of(recorded) : EtaBaseline.of(recorded, judgeFrom);
    new Pipeline(workspace).up(new ProgressPrinter(spec.commandLine().getErr()), etaArguments);
    Duration started = since(startNanos);
    Instant began = Instant.now();
    Played played = replay(settings, recorded, pace, out, result, startNanos);
    Aftermath aftermath = new Aftermath(workspace, out);
    result.freshness(aftermath.freshness());
    result.part("nightly", aftermath.nightly(began));
    aftermath.ask(perDay());
    List<Trip> judged = baseline.judged().stream().filter(this::isReplayed).toList();
    TripPings heard = TripPings.read(pings, recorded, judged);
    new CabEtas(workspace, baseline, judged, heard).judge(out, result);
    Map<Proof, Path> proofs = aftermath.prove();
    result.proofs(proofs);
    result.compare(played.sent(), played.before(), proofs);
    result.seconds(started, played.live().firstEta(), since(startNanos));
  }

  private String[] etaArguments() {
    for (String key : eta.keySet()) {
      if (!key.startsWith("eta.")) {
        throw new InvalidSettingException("--eta", key, "a key that begins with eta.");
      }
    }

    return eta.entrySet().stream()
        .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
        .toArray(String[]::new);
  }

  private String speed() {
    if (speed != null) {
      return speed;
    }

    return follow ? SPEED_TO_FOLLOW : USUAL_SPEED;
  }

  /** What went into each contract's stream, and what had arrived before. */
  private record Played(LiveRun live, Map<String, Long> sent, Map<String, Long> before) {}

  private Played replay(
      ReplaySettings settings,
      RecordedTrips recorded,
      Speed pace,
      PrintWriter out,
      StoryResult result,
      long startNanos)
      throws Exception {
    try (Backlog backlog = Backlog.of(workspace);
        LiveOrders orders = LiveOrders.open(workspace.settings());
        Following following = following(orders, recorded, out);
        Simulator simulator = Simulator.connect(workspace.settings())) {
      backlog.awaitEmpty(PATIENCE, () -> {});
      Map<String, Long> before = backlog.arrived();
      LiveRun live =
          new LiveRun(LiveRun.healer(workspace.platform()), backlog, orders, out, startNanos);
      Victims victims = new Victims(workspace.platform(), out);
      Kills schedule = new Kills(kills, victims);
      Faults faults =
          new Faults(
              faultEvery,
              faultSeed,
              process -> live.isSettled() && victims.kill(process),
              System::nanoTime);
      Simulator.Replayed replayed =
          live.run(
              listener -> simulator.replay(settings, pace, listener),
              share -> {
                schedule.due(share);
                faults.due();
                following.look();
              });
      out.printf(
          "Replayed %s pings and %s order steps (%s of them synthetic), %s rows refused%n",
          Amounts.count(replayed.counts().pings()),
          Amounts.count(replayed.counts().orderSteps()),
          Amounts.count(replayed.counts().inventedSteps()),
          Amounts.count(replayed.counts().refused()));
      backlog.awaitEmpty(
          PATIENCE,
          () -> {
            faults.due();
            live.heal();
          });
      live.settle();
      live.heal(); // what was killed at the last look
      live.settle();
      result.faults(faults.total());
      if (!faultEvery.isZero()) {
        out.println(faults);
      }
      live.noteFirstEta(orders.some(1));
      result.events(replayed.progress().events(), replayed.progress().eventsPerSecond());
      if (schedule.left() > 0) {
        result.failed("The replay was over before %d kills".formatted(schedule.left()));
      }

      if (!faultEvery.isZero() && faults.total() == 0) {
        result.failed("The replay was over before the first fault");
      }

      return new Played(live, replayed.progress().deliveries().sent(), before);
    }
  }

  private Following following(LiveOrders orders, RecordedTrips recorded, PrintWriter out)
      throws IOException, InterruptedException {
    if (!follow) {
      return Following.NOBODY;
    }
    Set<String> keys =
        recorded.all().stream()
            .filter(this::isReplayed)
            .map(trip -> LiveOrders.key(CabRecording.MARKET, trip.orderId()))
            .collect(Collectors.toSet());

    return LivePages.start(workspace, orders, keys, out);
  }

  private static Map<String, String> perDay() {
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put(
        "Pings per local day",
        """
        select cast(event_time at time zone 'America/Los_Angeles' as date) as local_day,
               count(*) as pings
        from raw.dasher_pings where market = 'san_francisco' group by 1 order by 1\
        """);
    questions.put(
        "Efficiency per local day",
        """
        select local_day, count(*) as dashers, sum(pings) as pings, sum(deliveries) as deliveries,
               round(avg(utilisation), 3) as utilisation
        from clean.dasher_efficiency where market = 'san_francisco' group by 1 order by 1\
        """);

    return questions;
  }

  private boolean isReplayed(Trip trip) {
    return (from == null || !trip.pickupDay().isBefore(from))
        && (to == null || !trip.pickupDay().isAfter(to));
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
