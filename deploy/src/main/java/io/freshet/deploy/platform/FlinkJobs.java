package io.freshet.deploy.platform;

import io.freshet.core.contract.BudgetSplit;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.RawJson;
import io.freshet.core.contract.freshness.Pool;
import io.freshet.core.toolkit.Durations;
import io.freshet.deploy.company.CompanyValues.Job;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.manifest.NameLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The Flink applications of an installation, as its contracts and its company ask for them. */
final class FlinkJobs {
  static final String APPLICATION = "/opt/freshet/application";

  private static final Duration DEFAULT_BUDGET = Duration.ofMinutes(3);
  private static final List<String> SHARED = List.of("kafka.", "registry.", "s3.", "lineage.");
  // What a writer keeps is few large arrays: marking them again and again frees nothing.
  private static final Map<String, String> PARALLEL_COLLECTOR =
      Map.of("env.java.opts.taskmanager", "-XX:+UseParallelGC");

  private final Surroundings here;
  private final Contracts contracts;

  FlinkJobs(Surroundings here) {
    this.here = here;
    this.contracts = here.contracts();
  }

  List<FlinkJob> all(List<SqlApplication> applications) {
    List<FlinkJob> jobs = new ArrayList<>();
    Pool.all(contracts).forEach(pool -> jobs.add(writer(pool)));
    validator().ifPresent(jobs::add);
    here.values().jobs().forEach(job -> jobs.add(domain(job)));
    applications.forEach(application -> jobs.add(sql(application)));

    return jobs;
  }

  /**
   * It is told its interval, though it would find the same: so a changed budget changes the
   * resource, and the job goes on from a savepoint with the new one.
   */
  private FlinkJob writer(Pool pool) {
    List<String> streams = pool.contracts().stream().map(Contract::name).toList();

    return new FlinkJob(
        name(pool),
        "flink-iceberg-writer",
        "io.freshet.ingestion.writer.WriterApplication",
        List.of(
            "--writer.streams=" + String.join(",", streams),
            "--writer.checkpoint-interval=" + Durations.print(wholeSeconds(pool.interval()))),
        pool.contracts(),
        with("writer.", "catalog.", "tracing."),
        streams,
        List.of(Contracts.DEAD_LETTERS, Contracts.TABLE_COMMITS),
        KafkaNames.WRITERS,
        budget(pool.contracts()),
        Map.of(),
        PARALLEL_COLLECTOR);
  }

  private Optional<FlinkJob> validator() {
    List<Contract> fed = RawJson.takers(contracts);
    if (fed.isEmpty()) {
      return Optional.empty();
    }
    List<String> writes =
        Stream.concat(fed.stream().map(Contract::name), Stream.of(Contracts.DEAD_LETTERS)).toList();

    return Optional.of(
        new FlinkJob(
            "validator",
            "json-validator",
            "io.freshet.ingestion.validator.ValidatorApplication",
            List.of(
                "--validator.checkpoint-interval="
                    + Durations.print(wholeSeconds(BudgetSplit.validatorInterval(contracts)))),
            fed,
            with("validator."),
            List.of(here.rawJson().topic()),
            writes,
            KafkaNames.of(here.rawJson().group()),
            budget(fed),
            Map.of(),
            Map.of()));
  }

  private FlinkJob domain(Job job) {
    List<Contract> known =
        Stream.concat(job.reads().stream(), job.writes().stream())
            .distinct()
            .map(contracts::require)
            .toList();

    return new FlinkJob(
        job.name(),
        job.image(),
        job.main(),
        List.of(),
        known,
        with(job.settings().toArray(String[]::new)),
        job.reads(),
        job.writes(),
        KafkaNames.ofDomain(job.name()),
        budget(known),
        Map.of(),
        Map.of());
  }

  static String name(Pool pool) {
    return NameLimits.fitting(NameLimits.FLINK_DEPLOYMENT, pool.name());
  }

  static String name(SqlApplication application) {
    return SqlApplication.component(application.name());
  }

  private FlinkJob sql(SqlApplication application) {
    List<Contract> known =
        Stream.concat(application.reads().stream(), application.writes().stream())
            .distinct()
            .flatMap(name -> contracts.all().stream().filter(each -> each.name().equals(name)))
            .toList();

    return new FlinkJob(
        name(application),
        "sql-apps",
        "io.freshet.ingestion.sqlapps.SqlApplication",
        List.of("--app.folder=" + APPLICATION),
        known,
        with("app.", "webhook.", "redis."),
        application.reads(),
        application.writes(),
        KafkaNames.ofSql(application.name(), application.writes()),
        budget(known),
        application.files(),
        // State grows with keys and time, and may outgrow a heap.
        Map.of("state.backend.type", "rocksdb"));
  }

  private static List<String> with(String... own) {
    return Stream.concat(SHARED.stream(), Stream.of(own)).toList();
  }

  private static Duration budget(Collection<Contract> some) {
    return some.stream()
        .flatMap(contract -> contract.table().stream())
        .map(table -> table.timing().freshness())
        .min(Duration::compareTo)
        .orElse(DEFAULT_BUDGET);
  }

  /** An interval is never below one; thirds of a second are nobody's budget. */
  private static Duration wholeSeconds(Duration interval) {
    return Duration.ofSeconds(Math.max(1, interval.toSeconds()));
  }
}
