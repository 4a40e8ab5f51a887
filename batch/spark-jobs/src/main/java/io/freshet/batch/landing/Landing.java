package io.freshet.batch.landing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.freshet.batch.lake.LakeSession;
import io.freshet.batch.landing.database.JdbcAccess;
import io.freshet.batch.landing.given.GivenFile;
import io.freshet.batch.landing.given.GivenRows;
import io.freshet.batch.landing.given.LandingPlan;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitListener;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.Range;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.core.lake.TableWatermark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lands files in a contract's table: each once, every row either in the table or among the dead
 * letters. All rows of a call become visible in one commit, which carries the account of each file;
 * a call that is killed or repeated neither doubles nor loses any.
 */
public final class Landing {
  private static final Logger log = LoggerFactory.getLogger(Landing.class);

  private final SparkSession spark;
  private final Catalog catalog;
  private final Contracts contracts;
  private final CommitListener listener;
  private final InstantSource clock;
  private final JdbcAccess access;
  private final LandingPlanner planner;
  private final Consumer<Stage> progress;

  /** How far a call has come. */
  enum Stage {
    /** Every row is judged. */
    JUDGED,
    /** What was refused can be seen among the dead letters. */
    LETTERS_COMMITTED,
    /** The rows are in files that nobody sees. */
    WRITTEN,
    COMMITTED
  }

  /**
   * @param listener hears of each commit
   */
  public Landing(
      SparkSession spark,
      Contracts contracts,
      CommitListener listener,
      InstantSource clock,
      LandingSettings settings) {
    this(
        spark,
        contracts,
        listener,
        clock,
        settings,
        stage -> log.info("Landing has come to stage={}", stage));
  }

  Landing(
      SparkSession spark,
      Contracts contracts,
      CommitListener listener,
      InstantSource clock,
      LandingSettings settings,
      Consumer<Stage> progress) {
    this.spark = spark;
    this.catalog = Spark3Util.loadIcebergCatalog(spark, LakeSession.CATALOG);
    this.contracts = contracts;
    this.listener = listener;
    this.clock = clock;
    this.access = settings.access();
    this.planner = new LandingPlanner(spark, catalog, contracts, settings);
    this.progress = progress;
  }

  /** Says what {@link #land} would do, and changes nothing. */
  public LandingReport plan(Order order) {
    Contract contract = planner.contract(order);
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));

    return LandingReport.planned(
        TableLayout.name(contract).toString(),
        planner.plan(planner.settled(order, table), contract, table));
  }

  public LandingReport land(Order given) {
    Contract contract = planner.contract(given);
    Table table = LakeCatalog.require(catalog, TableLayout.name(contract));
    Order order = planner.settled(given, table);
    LandingPlan plan = planner.plan(order, contract, table);
    if (plan.fresh().isEmpty()) {
      return LandingReport.planned(TableLayout.name(contract).toString(), plan);
    }
    log.info("Landing planned table={} files={}", table.name(), plan.fresh().size());

    return land(order, contract, table, plan);
  }

  private LandingReport land(Order order, Contract contract, Table table, LandingPlan plan) {
    long receivedMillis = clock.millis();
    LogSource source = LandedFile.source(contract.name(), table);
    Target target = target(contract, table, source);
    Target letters =
        target(
            contracts.deadLetters(),
            LakeCatalog.require(catalog, TableLayout.name(contracts.deadLetters())),
            source);
    Dataset<Row> rows = new GivenRows(spark, contract, order.columns(), access).of(plan);
    RowJudge judge =
        new RowJudge(
            target,
            contracts.deadLetters(),
            RowPlaces.of(plan, rows),
            held(letters, plan),
            receivedMillis);
    Dataset<Row> judged =
        rows.mapPartitions(
                judge, Encoders.row(RowJudge.schema(spark.table(sparkName(contract)).schema())))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return land(
          new Judged(judged, order, contract, table, plan, target, letters, receivedMillis));
    } finally {
      judged.unpersist();
    }
  }

  /** Everything about the rows of a call, once each has its verdict. */
  private record Judged(
      Dataset<Row> rows,
      Order order,
      Contract contract,
      Table table,
      LandingPlan plan,
      Target target,
      Target letters,
      long receivedMillis) {}

  private LandingReport land(Judged judged) {
    String eventTime = judged.contract().schema().keys().eventTime();
    Map<Integer, FileAccount> accounts =
        FileAccount.of(judged.rows(), eventTime, TableWatermark.of(judged.table().properties()));
    List<LandingReport.Refusals> refusals = Verdicts.refusals(judged.rows());
    Verdicts.requireSomeFit(judged.plan(), accounts, refusals);
    Verdicts.requireDistinct(judged.rows(), judged.plan());
    progress.accept(Stage.JUDGED);
    LandingCommit commit =
        new LandingCommit("land/%s %s".formatted(judged.contract().name(), UUID.randomUUID()));
    commitLetters(commit, judged, accounts);
    progress.accept(Stage.LETTERS_COMMITTED);
    Table table = judged.table();
    TableIdentifier name = TableLayout.name(judged.contract());
    StagedRows staged =
        StagedRows.write(judged.rows().where(col(RowJudge.CAUSE).isNull()), table, name);
    progress.accept(Stage.WRITTEN);
    Snapshot snapshot = commit(commit, staged, judged, accounts);
    progress.accept(Stage.COMMITTED);
    announce(name, table, snapshot);

    return new LandingReport(
        name.toString(), judged.plan(), accounts, refusals, Optional.of(snapshot.snapshotId()));
  }

  private Snapshot commit(
      LandingCommit commit, StagedRows staged, Judged judged, Map<Integer, FileAccount> accounts) {
    try {
      requireUnchanged(judged);

      return commit.commit(staged, share(judged, accounts));
    } catch (RuntimeException failure) {
      staged.dropAfter(failure);
      throw failure;
    }
  }

  private void announce(TableIdentifier name, Table table, Snapshot snapshot) {
    try {
      listener.committed(name.toString(), table, snapshot);
    } catch (FreshetException failure) {
      throw new FreshetException(
          failure.fault(),
          "All of it is landed in %s, but not announced: %s; readers hear of it with the next commit"
              .formatted(name, failure.getMessage()),
          failure);
    }
  }

  private LandingCommit.Share share(Judged judged, Map<Integer, FileAccount> accounts) {
    LandingPlan plan = judged.plan();
    List<Range> ranges = new ArrayList<>();
    List<LandedFile> files = new ArrayList<>();
    for (int number : plan.fresh().keySet()) {
      FileAccount account = accounts.getOrDefault(number, FileAccount.EMPTY);
      if (account.rows() > 0) {
        ranges.add(
            account.range(new Position(judged.target().source(), number), plan.first(number)));
      }
      files.add(plan.landed(number, account.rows()));
    }

    return new LandingCommit.Share(
        ranges,
        files,
        plan.extended(),
        Ledger.EMPTY,
        (before, ledger) -> LandedWatermark.of(judged.contract(), before, ledger));
  }

  private void commitLetters(
      LandingCommit commit, Judged judged, Map<Integer, FileAccount> accounts) {
    Ledger seen = Ledger.of(judged.letters().table().properties());
    List<Range> ranges = new ArrayList<>();
    accounts.forEach(
        (number, account) -> {
          if (account.newLetters() > 0) {
            Position position = new Position(judged.letters().source(), number);
            ranges.add(
                account.letters(
                    position,
                    judged.plan().first(number),
                    seen.end(position),
                    judged.receivedMillis()));
          }
        });
    if (ranges.isEmpty()) {
      return;
    }
    // What was changed is another file, which makes dead letters of its own.
    requireUnchanged(judged);
    TableIdentifier name = TableLayout.name(contracts.deadLetters());
    Table table = LakeCatalog.require(catalog, name);
    Dataset<Row> letters =
        judged
            .rows()
            .where(col(RowJudge.LETTER).isNotNull())
            .select(RowJudge.FILE, RowJudge.PLACE, RowJudge.LETTER)
            .mapPartitions(
                new LetterRows(judged.letters(), judged.receivedMillis()),
                Encoders.row(spark.table(sparkName(contracts.deadLetters())).schema()));
    Snapshot snapshot =
        commit.commit(
            StagedRows.write(letters, table, name),
            new LandingCommit.Share(
                ranges, List.of(), Map.of(), seen, (before, ledger) -> TableWatermark.of(before)));
    listener.committed(name.toString(), table, snapshot);
  }

  private void requireUnchanged(Judged judged) {
    List<GivenFile> now = planner.given(judged.order());
    judged
        .plan()
        .fresh()
        .values()
        .forEach(
            file -> {
              if (!now.contains(file)) {
                throw new FreshetException(
                    Fault.CALLER,
                    "%s was changed while it was read, and nothing was landed; run it again once it is whole"
                        .formatted(file.name()));
              }
            });
  }

  private Target target(Contract contract, Table table, LogSource source) {
    OptionalInt number = TableProvisioner.numberSource(table, source).numberOf(source);
    table.refresh();

    return new Target(contract, SerializableTable.copyOf(table), number.orElseThrow());
  }

  /** Dead letters of a call that was killed before its rows were committed. */
  private RowJudge.Held held(Target letters, LandingPlan plan) {
    HashMap<Integer, HashSet<Long>> held = new HashMap<>();
    long begin = plan.fresh().keySet().stream().mapToLong(plan::first).min().orElse(0);
    for (Row row :
        spark
            .table(sparkName(letters.contract()))
            .where(col(PlatformColumns.SOURCE).equalTo(lit(letters.source())))
            .where(col(PlatformColumns.PARTITION).isin(plan.fresh().keySet().toArray()))
            .where(col(PlatformColumns.OFFSET).geq(lit(begin)))
            .select(PlatformColumns.PARTITION, PlatformColumns.OFFSET)
            .collectAsList()) {
      held.computeIfAbsent(row.getInt(0), first -> new HashSet<>()).add(row.getLong(1));
    }

    return (file, place) -> held.containsKey(file) && held.get(file).contains(place);
  }

  private static String sparkName(Contract contract) {
    return LakeSession.CATALOG + "." + TableLayout.name(contract);
  }
}
