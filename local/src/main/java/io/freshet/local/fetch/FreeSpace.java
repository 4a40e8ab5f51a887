package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Refuses to start on a disk that would soon be full: brokers and databases die of that badly. */
public final class FreeSpace {
  private static final long GIB = 1L << 30;

  /** Trino alone: 0.5 GiB packed and 0.8 unpacked. */
  static final long FOR_DOWNLOADS = 2 * GIB;

  /** What Kafka, Postgres and S3 need to come up and take an hour of simulated input. */
  public static final long FOR_DATA = GIB;

  private FreeSpace() {}

  /** Checks the disk on which {@code folder} is or will be. */
  public static void require(Path folder, long bytes) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      require(existing, Files.getFileStore(existing).getUsableSpace(), bytes);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot see how full the disk of %s is".formatted(existing), e);
    }
  }

  static void require(Path folder, long free, long bytes) {
    if (free < bytes) {
      throw new FreshetException(
          Fault.CALLER,
          "Only %.1f GiB are free at %s; %.0f GiB are needed: free some, or point FRESHET_STATE and FRESHET_CACHE to another disk"
              .formatted((double) free / GIB, folder, (double) bytes / GIB));
    }
  }
}
