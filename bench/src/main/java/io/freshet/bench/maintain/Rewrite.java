package io.freshet.bench.maintain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.Run;

/**
 * A table whose files were merged.
 *
 * @param run its effort without the start of Spark; with it beside
 */
public record Rewrite(Run run, Files before, Files after) {
  private static final double MEGABYTE = 1e6;

  /** The data files of a table. */
  public record Files(long files, long bytes, long rows) {}

  /** Of what was there before. */
  public double megabytesPerCpuSecond() {
    return before.bytes() / MEGABYTE / Math.max(0.01, run.effort().cpuSeconds());
  }

  ObjectNode json() {
    return run.json()
        .put("megabytes_per_cpu_second", Math.round(megabytesPerCpuSecond() * 10) / 10.0)
        .put("files_before", before.files())
        .put("bytes_before", before.bytes())
        .put("files_after", after.files())
        .put("bytes_after", after.bytes());
  }
}
