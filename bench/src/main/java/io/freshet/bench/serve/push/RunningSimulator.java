package io.freshet.bench.serve.push;

import io.freshet.bench.ChildProcess;
import io.freshet.bench.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The simulated marketplace as a process, whose events come as they happen. */
public final class RunningSimulator implements AutoCloseable {
  private static final String MODULE = "simulator";
  private static final String MAIN = "io.freshet.simulator.SimulatorApplication";
  private static final String SEED = "13";

  private final ChildProcess process;

  private RunningSimulator(ChildProcess process) {
    this.process = process;
  }

  /**
   * @param rate events a second
   * @param span after which it would end by itself
   */
  public static RunningSimulator start(Stage stage, int rate, Duration span) {
    return new RunningSimulator(
        ChildProcess.start(
            "The simulator",
            stage
                .modules()
                .java(
                    MODULE,
                    List.of("-Xmx1g", "-XX:+UseSerialGC"),
                    MAIN,
                    "simulate",
                    "--rate",
                    Integer.toString(rate),
                    "--duration",
                    span.toSeconds() + "s",
                    "--seed",
                    SEED,
                    "--profile",
                    stage.profile().toString()),
            Map.of(),
            stage.platform().folder().log("simulator-bench")));
  }

  public long pid() {
    return process.pid();
  }

  public void requireAlive() {
    process.requireAlive();
  }

  /** Returns when all that it has sent is in Kafka. */
  public void end() {
    process.requireAlive();
    process.close();
  }

  @Override
  public void close() {
    process.close();
  }
}
