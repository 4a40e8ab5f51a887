package io.freshet.cli.demo;

import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.live.LiveOrders.LiveOrder;
import io.freshet.cli.live.LiveProgram;
import io.freshet.cli.live.OrderLinks;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.Companion;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import io.freshet.local.engine.JavaCommand;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.JavaRuntimes;
import io.freshet.local.process.Launch;
import io.freshet.local.process.LogTail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What goes on when a demo's main job is over, until the platform is taken down: a small
 * marketplace, and the live server on which its orders are followed.
 */
public final class LastingDemo {
  static final String LIVE = "live-server"; // ./freshet live has a log of the shorter name
  static final String MARKETPLACE = "marketplace";

  /** Some eighty dashers: there is always something to see, and a core has little to do. */
  private static final String EVENTS_PER_SECOND = "20";

  /** Nobody looks for as long. */
  private static final String LONGEST = "7d";

  private static final String HEAP = "256m";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Workspace workspace;
  private final Platform platform;

  public LastingDemo(Workspace workspace) {
    this.workspace = workspace;
    this.platform = workspace.platform();
  }

  public boolean isUp() {
    return platform.isRunning(MARKETPLACE) || platform.isRunning(LIVE);
  }

  /** Starts its marketplace alone, where that does not run; the platform is up. */
  public void startMarketplace(ProgressListener progress) {
    PartStatus unused = platform.start(marketplace(), progress);
  }

  /** Starts what of it does not run, on the platform that is up; says what there is to see. */
  public NextSteps start(ProgressListener progress) throws InterruptedException {
    PartStatus live = platform.start(live(), progress);
    PartStatus marketplace = platform.start(marketplace(), progress);
    Settings settings = workspace.settings();
    String server = "http://127.0.0.1:" + live.port().orElseThrow();
    OrderLinks links = new OrderLinks(server, settings.text("live.token"));
    progress.progress(MARKETPLACE, "awaiting an order that can be followed");
    Optional<LiveOrder> order = order(settings, Instant.now().minus(marketplace.uptime()));
    Optional<String> tracking = Optional.empty();
    if (order.isPresent()) {
      tracking = Optional.of(links.page(order.get().market(), order.get().orderId()));
    }

    return new NextSteps("http://127.0.0.1:" + settings.text("console.port"), tracking);
  }

  /**
   * One on its way, soon after the marketplace has begun.
   *
   * @param since its beginning: nobody brings the orders of the main job any more
   */
  private Optional<LiveOrder> order(Settings settings, Instant since) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (LiveOrders orders = LiveOrders.open(settings)) {
      AtomicReference<Optional<LiveOrder>> found = new AtomicReference<>(Optional.empty());
      Patience.until(
          () -> found.get().isPresent() || System.nanoTime() - deadline >= 0,
          BETWEEN_LOOKS,
          () -> {
            requireMarketplace();
            found.set(orders.longest(since));
          });

      return found.get();
    }
  }

  private void requireMarketplace() {
    if (!platform.isRunning(MARKETPLACE)) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The marketplace has ended; its log %s ends with%s"
              .formatted(
                  workspace.state().log(MARKETPLACE),
                  LogTail.of(workspace.state().log(MARKETPLACE))));
    }
  }

  private Companion live() {
    return Companion.server(
        LIVE,
        port -> {
          Program program = LiveProgram.of(workspace, port);

          return launch(LIVE, program.command(), program.environment());
        });
  }

  private Companion marketplace() {
    List<String> command =
        new JavaCommand(new JavaRuntimes(System.getenv(), Cache.of(System.getenv())).ours(), HEAP)
            .options("-XX:+UseSerialGC", JavaCommand.QUICK_TO_COMPILE)
            .main(
                workspace.modules().classPath("simulator"),
                "io.freshet.simulator.SimulatorApplication",
                "simulate",
                "--rate=" + EVENTS_PER_SECOND,
                "--duration=" + LONGEST);
    Map<String, String> environment =
        Map.of("FRESHET_PROFILE", workspace.installation().toString());

    return Companion.worker(MARKETPLACE, launch(MARKETPLACE, command, environment));
  }

  private Launch launch(String name, List<String> command, Map<String, String> environment) {
    return new Launch(command, environment, workspace.state().data(name));
  }
}
