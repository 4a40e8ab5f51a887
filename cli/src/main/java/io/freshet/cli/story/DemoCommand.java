package io.freshet.cli.story;

import io.freshet.assurance.prove.Proof;
import io.freshet.cli.Workspace;
import io.freshet.cli.demo.LastingDemo;
import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.cli.platform.StatusCommand;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.simulator.Simulator;
import io.freshet.simulator.marketplace.MarketplaceSettings;
import io.freshet.simulator.run.Speed;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
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
      "At a terminal it then goes on in the background with a small marketplace, until --down; called"
          + " again it shows where to look. Exit code 0 only when all of it held."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet demo",
      "          ./freshet demo --down",
      "          ./freshet demo --once --duration 30s --rate 500"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String PINGS = "dasher_pings";

  @Option(
      names = "--duration",
      defaultValue = "60s",
      description = "How long the marketplace runs. Default: ${DEFAULT-VALUE}")
  private Duration duration;

  @ArgGroup private Ending ending = new Ending();

  @Mixin private MarketplaceOptions market;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  /** What is left. Where none is named: all of it, if somebody is there to see it. */
  private static final class Ending {
    @Option(
        names = "--once",
        description =
            "Take down afterwards what it has brought up, as without a terminal or where CI is set")
    private boolean once;

    @Option(
        names = "--keep-up",
        description = "Leave the platform up afterwards, and no marketplace")
    private boolean keepUp;

    @Option(
        names = "--look",
        description = "Only start what goes on, without the main job and its proofs")
    private boolean look;

    @Option(names = "--down", description = "Take the platform down, and all that went on")
    private boolean down;

    private boolean goesOn() {
      boolean isSeen = System.console() != null && System.getenv("CI") == null;

      return look || isSeen && !once && !keepUp;
    }
  }

  @Override
  public Integer call() throws Exception {
    long startNanos = System.nanoTime();
    PrintWriter out =
        json.replacesText() ? spec.commandLine().getErr() : spec.commandLine().getOut();
    ProgressPrinter progress = new ProgressPrinter(spec.commandLine().getErr());
    if (ending.down) {
      workspace.platform().down(progress);
      out.println("The demo is down, with the platform; data stays in " + workspace.state().root());

      return told();
    }
    LastingDemo lasting = new LastingDemo(workspace);
    StoryResult result = new StoryResult();
    List<String> next;
    try {
      market.live(duration); // a wrong option is refused before anything is started
      if (ending.look || lasting.isUp()) {
        look(lasting, progress).forEach(out::println);

        return told();
      }
      next =
          onPlatform(
              progress,
              () -> {
                tell(out, result, startNanos);

                return ending.goesOn() ? lasting.start(progress).lines() : List.of();
              });
    } catch (Exception failure) {
      result.failed(failure);
      json.write(result.json(), spec.commandLine().getOut());
      throw failure;
    }
    json.write(result.json(), spec.commandLine().getOut());
    conclude(out, result, since(startNanos));
    (next.isEmpty() ? ideas() : next).forEach(out::println);
    out.flush();

    return result.failures().isEmpty() ? 0 : 1;
  }

  /** What runs now is the result of what proves nothing. */
  private int told() {
    json.write(
        StatusCommand.result(workspace.platform().status(), true), spec.commandLine().getOut());

    return 0;
  }

  private List<String> look(LastingDemo lasting, ProgressPrinter progress) throws Exception {
    if (!lasting.isUp()) {
      return onPlatform(progress, () -> lasting.start(progress).lines());
    }
    if (!ending.goesOn()) {
      throw new FreshetException(
          Fault.CALLER,
          "A demo is up, whose events would be among those of another; end it with"
              + " ./freshet demo --down, or see it with ./freshet demo --look");
    }
    workspace.platform().heal(progress);
    List<String> lines = new ArrayList<>(List.of("A demo is up already"));
    lines.addAll(lasting.start(progress).lines());

    return lines;
  }

  /** Takes the platform down afterwards, unless it is to stay or was there before. */
  private <T> T onPlatform(ProgressPrinter progress, Callable<T> work) throws Exception {
    boolean stays = ending.keepUp || workspace.platform().isUp(); // then it is somebody's
    try {
      new Pipeline(workspace).up(progress);
      T result = work.call();
      stays |= ending.goesOn();

      return result;
    } finally {
      if (!stays) {
        Thread.interrupted(); // Ctrl-C has done its part: what follows must not be cut short
        workspace.platform().down(progress);
      }
    }
  }

  private void tell(PrintWriter out, StoryResult result, long startNanos) throws Exception {
    Duration started = since(startNanos);
    out.printf(
        "Everything is up after %s; the console is at http://127.0.0.1:%s%n%n",
        Amounts.age(started), workspace.settings().text("console.port"));
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

  private static void conclude(PrintWriter out, StoryResult result, Duration total) {
    out.println();
    result.summary().forEach(out::println);
    result.failures().forEach(failure -> out.println("FAILED  " + failure));
    out.printf(
        "%s in %s%n",
        result.failures().isEmpty() ? "Everything held" : "Not everything held",
        Amounts.age(total));
  }

  /** Where nothing goes on. */
  private List<String> ideas() {
    boolean isUp = workspace.platform().isUp();

    return List.of(
        "Try next:",
        isUp
            ? "  ./freshet simulate                                lets events go on"
            : "  ./freshet demo --look                             the same tables, and events; then",
        "  ./freshet sql \"select * from raw.dead_letters\"    what was refused, and why",
        "  ./freshet freshness                               how stale is every table",
        "  ./freshet prove dasher_pings                      is anything missing?",
        "  ./freshet dashboard                               which markets lack dashers",
        "  ./freshet contract lint                           the contracts behind it",
        "  ./freshet down                                    stops all of it");
  }
}
