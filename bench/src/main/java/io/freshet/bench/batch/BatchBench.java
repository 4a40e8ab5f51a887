package io.freshet.bench.batch;

import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.bench.batch.BatchResult.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;

/**
 * What batch work over a generated day costs: the nightly whose work is the pings, beside the same
 * question in plain Spark SQL and in DuckDB over the same files; a training set, made and read.
 */
public final class BatchBench {
  private final Stage stage;
  private final List<String> findings = new ArrayList<>();

  /** Good for one run. */
  public BatchBench(Stage stage) {
    this.stage = stage;
  }

  /** What is measured. */
  public enum BatchPart {
    NIGHTLY,
    DATASET
  }

  /**
   * The nightly with other options of the JVM, which come after its own.
   *
   * @param options as {@code -XX:TieredStopAtLevel=1}, {@code -Dspark.…=…}, or a class path
   */
  public record Variant(String name, List<String> options) {
    public Variant {
      options = List.copyOf(options);
    }
  }

  /**
   * What to do.
   *
   * @param pings of the generated day, about; orders and predictions follow from it
   * @param commits that they come in
   * @param heap of both Spark processes, such as {@code 3g}; empty: as nightlies have it
   * @param variants of the nightly, each run once more, in the order given
   */
  public record Plan(
      long pings,
      int commits,
      Set<BatchPart> parts,
      Optional<String> heap,
      List<Variant> variants) {
    public Plan {
      parts = Set.copyOf(parts);
      variants = List.copyOf(variants);
    }

    boolean has(BatchPart part) {
      return parts.contains(part);
    }
  }

  public BatchResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    Files.createDirectories(stage.scratch());
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Generation.Made made = new Generation(stage).make(plan, catalog);
      List<Comparison> comparisons = new ArrayList<>();
      NightlyRuns nightly = new NightlyRuns(stage, plan.heap(), findings);
      DatasetRuns dataset = new DatasetRuns(stage, findings);
      if (plan.has(BatchPart.NIGHTLY)) {
        comparisons.addAll(
            attempt("nightly", () -> List.of(nightly.compare(catalog, made, plan.variants()))));
      }
      if (plan.has(BatchPart.DATASET)) {
        comparisons.addAll(attempt("dataset", dataset::compare));
      }

      return new BatchResult(machine, made.tables(), made.effort(), comparisons, findings);
    }
  }

  /** A part that fails leaves the other its figures: the day takes long to make. */
  private List<Comparison> attempt(String part, Callable<List<Comparison>> work) throws Exception {
    try {
      return work.call();
    } catch (IOException | RuntimeException e) {
      findings.add("%s has failed: %s".formatted(part, e));

      return List.of();
    }
  }
}
