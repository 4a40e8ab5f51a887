package io.freshet.cli.story;

import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Workspace;
import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    description = {
      "Starts everything, lets a simulated marketplace run, then runs nightly and"
          + " maintenance, asks Trino, and proves every table.",
      "Exit code 0 only when all of it held."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet demo --duration 30s --rate 500"})
public final class DemoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String PINGS = "dasher_pings";

  @Option(
      names = "--duration",
      defaultValue = "60s",
      description = "How long the marketplace runs. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @Option(names = "--keep-up", description = "Leave the platform up afterwards")
  private boolean keepUp;

  @Mixin private MarketplaceOptions market;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    long startNanos = System.nanoTime();
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    StoryResult result = new StoryResult();
    ProgressPrinter progress = new ProgressPrinter(spec.commandLine().getErr());
    boolean staysUp;
    try {
      market.live(duration); // a wrong option is refused before anything is started
      staysUp = run(out, result, startNanos, progress);
    } catch (Exception failure) {
      result.failed(failure);
      json.write(result.json(), spec.commandLine().getOut());
      throw failure;
    }
    json.write(result.json(), spec.commandLine().getOut());
    conclude(out, result, since(startNanos), staysUp);

    return result.failures().isEmpty() ? 0 : 1;
  }

  /**
   * @return whether the platform is left up
   */
  private boolean run(
      PrintWriter out, StoryResult result, long startNanos, ProgressPrinter progress)
      throws Exception {
    boolean staysUp = keepUp || workspace.platform().isUp(); // then it is somebody's
    try {
      new Pipeline(workspace).up(progress);
      Duration started = since(startNanos);
      out.printf(
          "Everything is up after %s; the console is at http://127.0.0.1:%s%n%n",
          Amounts.age(started), workspace.settings().text("console.port"));
      tell(out, result, startNanos, started);
    } finally {
      if (!staysUp) {
        Thread.interrupted(); // Ctrl-C has done its part: what follows must not be cut short
        workspace.platform().down(progress);
      }
    }

    return staysUp;
  }

  private void tell(PrintWriter out, StoryResult result, long startNanos, Duration started)
      throws Exception {
    Instant began = Instant.now();
    Map<String, Long> sent;
    Map<String, Long> before;
    LiveRun live;
    Simulator.Simulated simulated;
    try (Backlog backlog = Backlog.of(workspace);
        LiveOrders orders = LiveOrders.open(workspace.settings());
        Simulator simulator = Simulator.connect(workspace.settings())) {
      backlog.awaitEmpty(PATIENCE, () -> {});
      before = backlog.arrived();
      long poison = PoisonPill.send(workspace.kafka(), PINGS);
      live = new LiveRun(LiveRun.healer(workspace.platform()), backlog, orders, out, startNanos);
      MarketplaceSettings marketplace = market.live(duration);
      simulated =
          live.run(listener -> simulator.simulate(marketplace, Speed.LIVE, listener), share -> {});
      sent = new HashMap<>(simulated.progress().deliveries().sent());
      sent.merge(PINGS, poison, Long::sum);
      backlog.awaitEmpty(PATIENCE, live::heal);
      live.settle();
      live.noteFirstEta(orders.some(1));
    }
    Aftermath aftermath = new Aftermath(workspace, out);
    result.freshness(aftermath.freshness());
    out.println();
    result.part("nightly", aftermath.nightly(began));
    result.part("maintain", aftermath.maintain());
    aftermath.ask(Questions.analyst());
    Map<Proof, Path> proofs = aftermath.prove();
    result.proofs(proofs);
    result.events(simulated.progress().events(), simulated.progress().eventsPerSecond());
    result.compare(sent, before, proofs);
    result.predictions(predictions());
    result.seconds(started, live.firstEta(), since(startNanos));
  }

  private long predictions() throws Exception {
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      return trino.count("select count(*) from raw.eta_predictions");
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  private static void conclude(
      PrintWriter out, StoryResult result, Duration total, boolean staysUp) {
    out.println();
    result.summary().forEach(out::println);
    result.failures().forEach(failure -> out.println("FAILED  " + failure));
    out.printf(
        "%s in %s%n",
        result.failures().isEmpty() ? "Everything held" : "Not everything held",
        Amounts.age(total));
    out.println("Try next:");
    if (!staysUp) {
      out.println(
          "  ./freshet up                                        the same tables, to stay; then");
    }
    out.println(
        "  ./freshet sql \"select * from raw.dead_letters\"      what was refused, and why");
    if (staysUp) {
      out.println("  ./freshet simulate                                  lets events go on");
    }
    out.println("  ./freshet freshness                                 how stale is every table");
    out.println("  ./freshet prove dasher_pings                        is anything missing?");
    out.println("  ./freshet dashboard                                 which markets lack dashers");
    out.println("  ./freshet contract lint                             the contracts behind it");
    if (staysUp) {
      out.println("  ./freshet down                                      stops all of it");
    }
    out.flush();
  }
}
