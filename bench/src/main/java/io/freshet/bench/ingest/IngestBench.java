package io.freshet.bench.ingest;

import io.freshet.bench.Machine;
import io.freshet.bench.Preload;
import io.freshet.bench.Stage;
import io.freshet.bench.floor.JsonSize;
import io.freshet.bench.ingest.IngestResult.RoundRun;
import java.util.ArrayList;
import java.util.List;

/**
 * From Kafka to Iceberg: what a row costs our writer, the writers of others, and whoever writes the
 * same rows with nothing around it. All read the same pings, which wait in their stream.
 */
public final class IngestBench {
  public static final String PINGS = "dasher_pings";

  /** So many tell their mean size to a tenth of a byte. */
  private static final long EVENTS_AS_JSON = 100_000;

  private final Stage stage;
  private final List<Contender> contenders;

  /**
   * @param contenders measured one after the other, in this order
   */
  public IngestBench(Stage stage, List<Contender> contenders) {
    this.stage = stage;
    this.contenders = List.copyOf(contenders);
  }

  /**
   * @param rows in all; even
   * @param rounds how often the contenders take turns
   */
  public IngestResult run(long rows, int rounds) throws InterruptedException {
    Machine machine = Machine.here();
    new Preload(stage).pings(rows);
    double jsonBytes =
        JsonSize.bytesPerEvent(
            stage.settings(), stage.contracts().require(PINGS), Math.min(rows, EVENTS_AS_JSON));
    List<RoundRun> runs = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : contenders) {
        measure(contender, rows, round, runs, findings);
      }
    }

    return new IngestResult(machine, rows, jsonBytes, runs, findings);
  }

  /** One that fails is a finding; the others still have their turn. */
  private void measure(
      Contender contender, long rows, int round, List<RoundRun> runs, List<String> findings)
      throws InterruptedException {
    try {
      Contender.Measured measured = contender.measure(rows);
      measured.runs().forEach(run -> runs.add(new RoundRun(round, run)));
      findings.addAll(measured.findings());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      stage.progress().progress(contender.name(), "failed");
      findings.add("%s failed: %s".formatted(contender.name(), reason(e)));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
