package io.freshet.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one way of doing the work has cost.
 *
 * @param heat whether the processes had done the same before
 * @param operations rows or events
 * @param effort from the moment the work could begin
 * @param withStart the same with the start of the processes, where they were started for it
 * @param peakMegabytes resident memory at its highest, over all processes of the run
 */
public record Run(
    String name,
    Standing standing,
    Heat heat,
    long operations,
    Effort effort,
    Optional<Effort> withStart,
    OptionalDouble bytesPerRow,
    long peakMegabytes) {
  private static final double MICROS = 1e6;

  /** Whose work it is. */
  public enum Standing {
    OURS,
    PEER
  }

  /** How far the JVM had come: compiling costs many times what running costs. */
  public enum Heat {
    COLD,
    WARM
  }

  public double operationsPerCpuSecond() {
    return effort.cpuSeconds() == 0 ? 0 : operations / effort.cpuSeconds();
  }

  public double cpuMicrosPerOperation() {
    return operations == 0 ? 0 : effort.cpuSeconds() * MICROS / operations;
  }

  public ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("peer", standing == Standing.PEER)
            .put("warm", heat == Heat.WARM)
            .put("operations", operations)
            .put("cpu_seconds", seconds(effort.cpuSeconds()))
            .put("wall_seconds", seconds(effort.seconds()));
    withStart.ifPresent(
        whole ->
            node.put("cpu_seconds_with_start", whole.cpuSeconds())
                .put("wall_seconds_with_start", whole.seconds()));
    node.put("operations_per_cpu_second", Math.round(operationsPerCpuSecond()));
    bytesPerRow.ifPresent(bytes -> node.put("bytes_per_row", hundredths(bytes)));

    return node.put("peak_rss_mb", peakMegabytes);
  }

  /** To a tenth of a millisecond: the limit writes ten thousand rows in five. */
  private static double seconds(double value) {
    return Math.round(value * 10_000) / 10_000.0;
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
