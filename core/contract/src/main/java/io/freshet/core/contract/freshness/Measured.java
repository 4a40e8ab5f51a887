package io.freshet.core.contract.freshness;

import java.time.Duration;

/**
 * Figures that shares and costs rest on, from {@code docs/benchmarks}. They were measured on two
 * processors that everything shared: an installation that is larger is no slower.
 */
final class Measured {
  /** 0005: p99.9 of a durable event at the gateway's peak, in batches. */
  static final Duration GATEWAY_DURABLE = Duration.ofMillis(115);

  /** 0005: p99.9 of a fast event at its peak, when the buffer in front of Kafka is full. */
  static final Duration GATEWAY_FAST = Duration.ofMillis(868);

  /** Kafka's own {@code fetch.max.wait.ms}, which the readers leave as it is: a bound. */
  static final Duration FETCH = Duration.ofMillis(500);

  /** 0004: seconds a commit of a table with 2,000 to 2,700 snapshots. */
  static final Duration COMMIT = Duration.ofMillis(570);

  /** Decision 0030: so many tables a writer commits at a time. */
  static final int COMMITS_AT_A_TIME = 8;

  /** 0002: the most that it took from a commit to an answer of Trino, which keeps no metadata. */
  static final Duration TRINO = Duration.ofMillis(1400);

  /** 0002: from the commit that completes a day until Airflow's nightly has published it. */
  static final Duration NIGHTLY = Duration.ofSeconds(34);

  /** 0002: the mart was there 90.1 s after that commit, 34.0 s of which are the nightly's. */
  static final Duration DBT = Duration.ofMillis(56_100);

  /** 0004: of metadata for each snapshot that is kept, which every commit writes anew. */
  static final double METADATA_BYTES_PER_SNAPSHOT = 1_900;

  /** Default of {@code maintenance.max-snapshots}. */
  static final int SNAPSHOTS_KEPT = 2_000;

  /** 0004: the writer's processor time for a commit over 2,000 snapshots. */
  static final double WRITER_CPU_SECONDS_PER_COMMIT = 0.2;

  /** Default of {@code maintenance.hot-min-small-files}. */
  static final int FILES_PER_MERGE = 50;

  /** 0007 and decision 0069: to begin a merge. What its bytes take is the same at any interval. */
  static final double CPU_SECONDS_PER_MERGE = 1.5;

  /** 0007: to open a file. */
  static final double CPU_SECONDS_PER_FILE = 0.007;

  private Measured() {}
}
