package io.freshet.bench.serve.state;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.WatchedProcess.Taken;

/**
 * What many active orders take, and how the ETA application comes back with them.
 *
 * @param emptyBytes of a checkpoint before the first order
 * @param checkpointBytes with all of them
 * @param checkpointMillis how long that one took, with nothing else to do
 * @param redisBytes what Redis' memory grew by
 * @param recovery after a TaskManager was killed
 * @param restored after Redis was emptied
 */
public record StateRun(
    int orders,
    long emptyBytes,
    long checkpointBytes,
    long checkpointMillis,
    long redisBytes,
    Recovered recovery,
    Restored restored) {

  /**
   * From the kill on, with pings coming all the while.
   *
   * @param pings a second
   * @param firstDocumentSeconds until Redis showed something that had happened since
   * @param caughtUpSeconds until nothing came later than a second any more
   */
  public record Recovered(int pings, double firstDocumentSeconds, double caughtUpSeconds) {}

  /**
   * What the processes took, their start included.
   *
   * @param rebuild writes all of it anew from Kafka
   * @param compare reads all of it again, and finds nothing wrong
   */
  public record Restored(Taken rebuild, Taken compare) {}

  public double bytesPerOrder() {
    return (double) (checkpointBytes - emptyBytes) / orders;
  }

  public double redisBytesPerOrder() {
    return (double) redisBytes / orders;
  }

  public ObjectNode json() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "state of %d active orders".formatted(orders))
            .put("peer", false)
            .put("operations", orders)
            .put("bytes_per_order", Math.round(bytesPerOrder()))
            .put("redis_bytes_per_order", Math.round(redisBytesPerOrder()))
            .put("checkpoint_bytes", checkpointBytes)
            .put("checkpoint_ms", checkpointMillis);
    node.putObject("recovery")
        .put("pings_per_second", recovery.pings())
        .put("first_document_seconds", recovery.firstDocumentSeconds())
        .put("caught_up_seconds", recovery.caughtUpSeconds());
    put(node.putObject("rebuild"), restored.rebuild());
    put(node.putObject("compare"), restored.compare());

    return node;
  }

  private static void put(ObjectNode node, Taken taken) {
    node.put("wall_seconds", taken.effort().seconds())
        .put("cpu_seconds", taken.effort().cpuSeconds())
        .put("peak_rss_mb", taken.peakMegabytes());
  }
}
