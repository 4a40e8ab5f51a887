package io.freshet.bench.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.Run;
import io.freshet.bench.Run.Standing;
import io.freshet.bench.Stage;
import io.freshet.bench.TableFiles;
import io.freshet.bench.WatchedProcess;
import io.freshet.bench.batch.BatchResult.Comparison;
import io.freshet.bench.batch.BatchResult.Generated;
import io.freshet.bench.batch.day.GeneratedDay;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;

/**
 * The nightly {@code dasher_efficiency} of the day, then the same figures by a query: in Spark over
 * the same tables, in DuckDB over copies of the same files. Each is a process of its own.
 */
final class NightlyRuns {
  private static final String JOB = "dasher_efficiency";
  private static final String OURS = "batch/spark-jobs";
  private static final String OUR_MAIN = "io.freshet.batch.NightlyApplication";
  private static final String PEER = "bench/spark-peer";
  private static final String PEER_MAIN = "io.freshet.bench.peer.spark.QueryPeer";

  /** As nightlies have them: two hundred to begin with, Spark's own, would be slower. */
  private static final List<String> PARTITIONS =
      List.of(
          "-Dspark.sql.shuffle.partitions=4",
          "-Dspark.sql.adaptive.coalescePartitions.initialPartitionNum=32");

  private final Stage stage;
  private final Optional<String> heap;
  private final List<String> findings;

  /**
   * @param findings gets what is wrong
   */
  NightlyRuns(Stage stage, Optional<String> heap, List<String> findings) {
    this.stage = stage;
    this.heap = heap;
    this.findings = findings;
  }

  /** Somebody's answer. */
  private record Answered(Run run, Efficiency efficiency) {}

  /** Somebody who answers. */
  @FunctionalInterface
  private interface Contender {
    Answered answer() throws IOException;
  }

  /**
   * @param variants of the nightly; each must publish what the nightly itself has published
   */
  Comparison compare(Catalog catalog, Generation.Made made, List<BatchBench.Variant> variants)
      throws IOException {
    Generated pings = made.table(Generation.PINGS);
    Path query = stage.scratch().resolve("efficiency.sql");
    Files.writeString(query, Efficiency.query());
    Optional<Answered> ours =
        attempt("The nightly", () -> nightly(catalog, pings, "published", List.of()));
    List<Answered> varied = new ArrayList<>();
    for (BatchBench.Variant each : variants) {
      attempt(each.name(), () -> nightly(catalog, pings, each.name(), each.options()))
          .ifPresent(varied::add);
    }
    Optional<Answered> spark = attempt("Spark SQL", () -> spark(query, pings));
    Optional<Answered> duckdb = attempt("DuckDB", () -> duckdb(query, catalog, pings));
    if (ours.isPresent()) {
      Efficiency published = ours.get().efficiency();
      findings.addAll(published.idle());
      spark.ifPresent(peer -> check(published, peer));
      duckdb.ifPresent(peer -> check(published, peer));
      varied.forEach(variant -> check(published, variant));
    }

    return new Comparison(
        "nightly " + JOB,
        Stream.of(ours.stream(), varied.stream(), spark.stream(), duckdb.stream())
            .flatMap(each -> each)
            .map(Answered::run)
            .toList());
  }

  /** One that fails leaves the others their figures. */
  private Optional<Answered> attempt(String name, Contender contender) {
    try {
      return Optional.of(contender.answer());
    } catch (IOException | RuntimeException e) {
      findings.add("%s has failed: %s".formatted(name, e));

      return Optional.empty();
    }
  }

  private void check(Efficiency published, Answered peer) {
    String name = peer.run().name();
    findings.addAll(published.findings(name, peer.efficiency()));
    stage
        .progress()
        .progress(
            "batch",
            "%s: %d dashers, of whom %d have a way that is not exactly as long"
                .formatted(
                    name,
                    peer.efficiency().dashers().size(),
                    published.roundedOtherwise(peer.efficiency())));
  }

  private Answered nightly(Catalog catalog, Generated pings, String name, List<String> options)
      throws IOException {
    Path result = stage.scratch().resolve("nightly.json");
    Run run =
        measured(
            "nightly, " + name,
            Standing.OURS,
            pings,
            result,
            command(
                OURS,
                OUR_MAIN,
                options,
                "--profile",
                stage.profile().toString(),
                "--job",
                JOB,
                "--day",
                GeneratedDay.DAY.toString(),
                "--json",
                result.toString()));
    Table table = LakeCatalog.require(catalog, TableLayout.name(stage.contracts().require(JOB)));

    return new Answered(run, Efficiency.in(table));
  }

  private Answered spark(Path query, Generated pings) throws IOException {
    Path result = stage.scratch().resolve("spark.json");
    Path answer = stage.scratch().resolve("spark.tsv");
    Run run =
        measured(
            "Spark SQL",
            Standing.PEER,
            pings,
            result,
            command(
                PEER,
                PEER_MAIN,
                PARTITIONS,
                "--profile",
                stage.profile().toString(),
                "--peer.query=" + query,
                "--peer.tables=%s,%s".formatted(name(Generation.PINGS), name(Generation.STEPS)),
                "--peer.folder=" + stage.scratch(),
                "--peer.answer=" + answer,
                "--peer.result=" + result));

    return new Answered(run, Efficiency.in(answer));
  }

  private Answered duckdb(Path query, Catalog catalog, Generated pings) throws IOException {
    Python python =
        Python.of(stage, "query.py", "duckdb", "bench/src/main/python/requirements.txt", Map.of());
    Path answer = stage.scratch().resolve("duckdb.tsv");
    Path spills = Files.createDirectories(stage.scratch().resolve("spills"));
    Python.Told told =
        python.run(
            "DuckDB",
            Standing.PEER,
            "duckdb",
            "--query",
            query.toString(),
            "--answer",
            answer.toString(),
            "--spills",
            spills.toString(),
            "--view",
            view(catalog, Generation.PINGS),
            "--view",
            view(catalog, Generation.STEPS));

    return new Answered(of(pings, told.run()), Efficiency.in(answer));
  }

  /** Such as {@code order_events=/…/order_events}: where the table's files have been copied to. */
  private String view(Catalog catalog, String contract) throws IOException {
    Table table =
        LakeCatalog.require(catalog, TableLayout.name(stage.contracts().require(contract)));
    Path folder = stage.scratch().resolve(contract);
    stage.progress().progress("batch", "copying the files of " + contract);
    TableFiles.copy(table, folder);

    return contract + "=" + folder;
  }

  private String name(String contract) {
    return TableLayout.name(stage.contracts().require(contract)).toString();
  }

  private List<String> command(
      String module, String mainClass, List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + stage.modules().target(OURS).resolve("jvm.options"));
    heap.ifPresent(size -> command.add("-Xmx" + size));
    command.add("-Dspark.local.dir=" + stage.scratch());
    command.addAll(List.of("-cp", stage.modules().classPath(module)));
    command.addAll(options); // which may name another class path
    command.add(mainClass);
    command.addAll(List.of(arguments));

    return command;
  }

  private Run measured(
      String name, Standing standing, Generated pings, Path result, List<String> command)
      throws IOException {
    stage.progress().progress("batch", name);
    WatchedProcess.Taken taken =
        WatchedProcess.run(
            name,
            command,
            Map.of(),
            stage.platform().folder().log(standing == Standing.OURS ? JOB : "spark"));
    JsonNode told = new ObjectMapper().readTree(result.toFile());

    return of(
        pings,
        new Run(
            name,
            standing,
            Run.Heat.COLD,
            pings.rows(),
            new Effort(told.path("seconds").asDouble(), told.path("cpu_seconds").asDouble()),
            Optional.of(taken.effort()),
            OptionalDouble.empty(),
            taken.peakMegabytes()));
  }

  /** What counts is the pings that are read, not the dashers that are told of. */
  private static Run of(Generated pings, Run run) {
    return new Run(
        run.name(),
        run.standing(),
        run.heat(),
        pings.rows(),
        run.effort(),
        run.withStart(),
        OptionalDouble.of(pings.bytes() / (double) pings.rows()),
        run.peakMegabytes());
  }
}
