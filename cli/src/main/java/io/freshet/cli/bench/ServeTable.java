package io.freshet.cli.bench;

import io.freshet.bench.Latency;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.WatchedProcess;
import io.freshet.bench.serve.ServeResult;
import io.freshet.bench.serve.push.PushRun;
import io.freshet.bench.serve.reads.ReadRun;
import io.freshet.bench.serve.state.StateRun;
import io.freshet.bench.serve.steps.StepsRun;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what serving costs. */
final class ServeTable {
  private ServeTable() {}

  static void print(ServeResult result, PrintWriter out) {
    if (!result.push().isEmpty()) {
      printPush(result.push(), out);
      out.println();
      printProcesses(result.push(), out);
      out.println();
    }
    if (!result.reads().isEmpty()) {
      printReads(result.reads(), out);
      out.println();
    }
    result.state().ifPresent(state -> printState(state, out));
    result.steps().ifPresent(steps -> printSteps(steps, out));
    out.println("How well ETAs hold: ./freshet replay cabs judges it on recorded cabs");
  }

  private static void printPush(List<PushRun> runs, PrintWriter out) {
    TextTable table =
        new TextTable(
            "events/s",
            "pings/s",
            "sockets",
            "orders",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "Redis alone, p99 ms",
            "pushed",
            "conflated",
            "old",
            "never");
    for (PushRun run : runs) {
      table.row(
          Amounts.count(run.events()),
          Amounts.count(Math.round(run.pingsPerSecond())),
          Amounts.count(run.sockets()),
          Amounts.count(run.orders()),
          run.lag().map(lag -> number(lag.p50())).orElse(""),
          run.lag().map(lag -> number(lag.p99())).orElse(""),
          run.lag().map(lag -> number(lag.p999())).orElse(""),
          number(run.limit().latency().p99()),
          Amounts.count(run.cases().pushed()),
          Amounts.count(run.cases().conflated()),
          Amounts.count(run.cases().old()),
          Amounts.count(run.cases().never()));
    }
    table.print(out);
  }

  private static void printProcesses(List<PushRun> runs, PrintWriter out) {
    List<String> header = new ArrayList<>(List.of("processors taken"));
    runs.forEach(run -> header.add(Amounts.count(run.events()) + "/s"));
    TextTable table = new TextTable(header);
    for (String process : runs.get(0).cpuSeconds().keySet()) {
      List<String> row = new ArrayList<>(List.of(process));
      runs.forEach(
          run ->
              row.add(
                  String.format(
                      Locale.ROOT,
                      "%.2f",
                      run.cpuSeconds().getOrDefault(process, 0.0) / run.seconds())));
      table.row(row.toArray());
    }
    table.print(out);
  }

  private static void printReads(List<ReadRun> runs, PrintWriter out) {
    TextTable table =
        new TextTable(
            "",
            "reads/s",
            "requests/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "CPU µs/read: live server",
            "Redis");
    for (ReadRun run : runs) {
      boolean isOurs = run.standing() == Standing.OURS;
      table.row(
          run.name(),
          Amounts.count(Math.round(run.readsPerSecond())),
          Amounts.count(Math.round(run.requestsPerSecond())),
          number(run.latency().p50()),
          number(run.latency().p99()),
          Double.isNaN(run.latency().p999()) ? "" : number(run.latency().p999()),
          isOurs ? number(run.cpuMicrosPerRead("live")) : "",
          run.cpuSeconds().isEmpty() ? "" : number(run.cpuMicrosPerRead("redis")));
    }
    table.print(out);
    if (runs.stream().noneMatch(run -> run.name().contains("redis-benchmark"))) {
      out.println("There is no redis-benchmark on the PATH to set beside it");
    }
  }

  private static void printState(StateRun state, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%,d active orders: %,.0f bytes each in a checkpoint, of %.1f MB and %.1f s; %,.0f bytes"
            + " each in Redis%n",
        state.orders(),
        state.bytesPerOrder(),
        state.checkpointBytes() / 1e6,
        state.checkpointMillis() / 1e3,
        state.redisBytesPerOrder());
    out.printf(
        Locale.ROOT,
        "After its TaskManager was killed, with %,d pings a second: the first new document after"
            + " %.1f s, none later than a second after %.1f s%n",
        state.recovery().pings(),
        state.recovery().firstDocumentSeconds(),
        state.recovery().caughtUpSeconds());
    printRestored("All of it is in an empty Redis again after", state.restored().rebuild(), out);
    printRestored("Compared with its sources it is after", state.restored().compare(), out);
    out.println();
  }

  private static void printRestored(String what, WatchedProcess.Taken taken, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s %.1f s, with %.1f CPU-s and %,d MB%n",
        what,
        taken.effort().seconds(),
        taken.effort().cpuSeconds(),
        taken.peakMegabytes());
  }

  private static void printSteps(StepsRun steps, PrintWriter out) {
    TextTable table =
        new TextTable(
            "steps/s",
            "beside events/s",
            "from",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "shown",
            "conflated",
            "never");
    steps.fromOrders().ifPresent(lag -> table.row(row(steps, "the order service's answer", lag)));
    steps.fromKafka().ifPresent(lag -> table.row(row(steps, "Kafka", lag)));
    table.print(out);
    out.println();
  }

  private static Object[] row(StepsRun steps, String from, Latency lag) {
    return new Object[] {
      number(steps.stepsPerSecond()),
      Amounts.count(steps.events()),
      from,
      number(lag.p50()),
      number(lag.p99()),
      number(lag.p999()),
      Amounts.count(steps.shown()),
      Amounts.count(steps.conflated()),
      Amounts.count(steps.never())
    };
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
