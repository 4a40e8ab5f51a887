package io.freshet.maintenance.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.Test;

/** What is planned for files that are to be copied and turn out to be of many layouts. */
class PlaceOfACopyTest {
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  private static final long MEGABYTE = 1_000_000;
  private static final int FILES = 60;
  private static final long BYTES = FILES * 40 * MEGABYTE;

  /** A second to begin, and one for each 10 MB, or for each 100 MB that are copied. */
  private static final Costs COSTS =
      new Costs(
          new WorkRate(1, 10e6),
          new WorkRate(1, 10e6),
          new WorkRate(1, 100e6),
          new WorkRate(1, 100e6),
          0.02);

  @Test
  void isAllOfThemWhereTheBudgetIsEnoughToDecodeThem() {
    assertThat(otherwise(Duration.ofSeconds(241)).files()).isEqualTo(FILES);
  }

  @Test
  void isAsManyAsTheBudgetIsEnoughFor() {
    assertThat(otherwise(Duration.ofSeconds(102)).files()).isEqualTo(25);
    assertThat(otherwise(Duration.ofSeconds(26)).files()).isEqualTo(6);
  }

  @Test
  void isTwoFilesAtLeast() {
    assertThat(otherwise(Duration.ofMillis(500)).files()).isEqualTo(2);
  }

  private static Step.Compaction otherwise(Duration budget) {
    Policy policy =
        new Policy(
            new Policy.Compaction(5, Duration.ofMinutes(15), 50, budget, 100),
            new Policy.Expiry(Duration.ofDays(1), 3000, 20, 10),
            20,
            Duration.ofDays(3));
    Step step = new Planner(policy).plan(List.of(facts())).get(0).steps().get(0);

    return ((Step.Copy) step).otherwise().orElseThrow();
  }

  /** Of a partition that is being written to. */
  private static TableFacts facts() {
    PartitionFiles hot =
        new PartitionFiles(
            "day=1",
            Expressions.alwaysTrue(),
            FILES,
            BYTES,
            FILES,
            BYTES,
            0,
            Optional.of(NOW.minusSeconds(30)),
            new Copies(FILES, BYTES, FILES, 0));

    return new TableFacts(
        "raw.rides",
        NOW,
        true,
        true,
        128 * MEGABYTE,
        COSTS,
        List.of(hot),
        new TableFacts.Manifests(1, 10_000, 8 * MEGABYTE),
        new TableFacts.Snapshots(30, 0, NOW.minus(Duration.ofDays(1))),
        List.of());
  }
}
