package io.freshet.cli.chaos;

import io.freshet.assurance.chaos.Schedule;
import io.freshet.cli.Failures;
import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.cli.lake.ProofRequest;
import io.freshet.cli.lake.Proofs;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.story.Backlog;
import java.io.PrintWriter;
import java.time.Duration;

/** A run from traffic and faults to the proofs, on a platform that is up. */
final class ChaosStory {
  /** For what has to be committed yet once all is calm. */
  private static final Duration DRAINED = Duration.ofMinutes(10);

  private final ChaosPlatform platform;
  private final PrintWriter out;

  ChaosStory(ChaosPlatform platform, PrintWriter out) {
    this.platform = platform;
    this.out = out;
  }

  /**
   * Fills the report, whatever comes.
   *
   * @param rate events a second of the marketplace
   */
  void tell(Schedule schedule, double rate, ChaosReport report) throws Exception {
    Workspace direct = platform.direct();
    Service orders = platform.service("orders").orElseThrow();
    try (OrderTraffic clients =
        new OrderTraffic(orders::address, direct.settings().text("orders.token"))) {
      clients.start();
      faults(schedule, rate, report);
      say("All faults are over; what is under way is finished");
      if (attempt(report, "the platform to be well again", platform::heal)) {
        attempt(report, "the clients of the order service to finish", clients::end);
        attempt(report, "the tables to have all that the log has", this::drain);
        say("Proving every table");
        attempt(
            report,
            "the proofs",
            () ->
                report.proofs(
                    new Proofs(direct)
                        .prove(Proofs.provable(direct.contracts()), ProofRequest.DEEP)));
        attempt(
            report,
            "the audit of orders",
            () -> report.orders(OrderAudit.of(direct, clients.answered())));
        attempt(report, "Redis to be compared", () -> report.redis(RedisChecks.compare(direct)));
      }
    }
  }

  private void faults(Schedule schedule, double rate, ChaosReport report) throws Exception {
    try (MarketTraffic market =
            MarketTraffic.start(platform.direct(), schedule.seed(), rate, schedule.duration());
        StalenessWatch staleness = StalenessWatch.start(platform.direct())) {
      ChaosRun run =
          new ChaosRun(
              schedule,
              new Strikers(platform),
              () ->
                  "%s events, the stalest table is %s old"
                      .formatted(Amounts.count(market.events()), Amounts.age(staleness.present())),
              out);
      report.struck(run.run());
      market.close();
      report.traffic(market.events(), market.givenUp(), platform.restarts(), staleness.longest());
    }
  }

  /**
   * By records, not by offsets: behind the last record of a captured stream lies the marker of its
   * transaction, which no ledger counts. Twice in a row, as predictions follow pings.
   */
  private void drain() throws Exception {
    try (Backlog backlog = Backlog.of(platform.direct())) {
      new Patience("The writer of the tables", DRAINED)
          .awaitTwice(() -> backlog.oldestWaiting().isEmpty());
    }
  }

  /** A step of which the report says when it fails; whether it did not. */
  private interface Step {
    void run() throws Exception;
  }

  private static boolean attempt(ChaosReport report, String what, Step step) throws Exception {
    try {
      step.run();

      return true;
    } catch (Exception e) { // the report has to tell all that failed
      if (Failures.isInterruption(e)) {
        throw e;
      }
      report.failed("Waited in vain for %s: %s".formatted(what, e));

      return false;
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
