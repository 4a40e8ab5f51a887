package io.freshet.console;

import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.board.Board;
import io.freshet.console.board.BoardWatch;
import io.freshet.console.datasets.DatasetFacts;
import io.freshet.console.delivery.EtaAccuracy;
import io.freshet.console.delivery.map.MapPage;
import io.freshet.console.delivery.map.StreetMaps;
import io.freshet.console.delivery.order.OrderStory;
import io.freshet.console.editions.Editions;
import io.freshet.console.events.EventSearch;
import io.freshet.console.events.FoundEvent;
import io.freshet.console.facts.FileFacts;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.http.Sources;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.Flow;
import io.freshet.console.query.Questions;
import io.freshet.console.reading.Lake;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.Upkeep;
import io.freshet.console.rows.Grid;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.ServedOrder;
import io.freshet.warehouse.trino.query.QueryLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * Pages' sources in an installation: the board as it is measured in the background, and what is
 * read of one table when somebody looks at it.
 */
final class LakeSources implements Sources, AutoCloseable {
  private static final int READERS = 4;
  private static final int MOST_TABLES = 500;

  // A page is to be there within 200 ms, whatever it has to say of what is still being read.
  private static final Duration PATIENCE = Duration.ofMillis(120);
  private static final Duration AT_ONCE = Duration.ofMillis(20);

  private final BoardWatch watch;
  private final Supplier<AlertFacts> alerts;
  private final ExecutorService readers;
  private final Readings<String, TableFacts> facts;
  private final Readings<String, FileFacts> files;
  private final RowSources rows;
  private final HistorySources histories;
  private final PipelineSources pipeline;
  private final EventSources events;
  private final ServingSources serving;
  private final ShelfSources shelves;

  /**
   * @param alerts what was told
   */
  LakeSources(
      BoardWatch watch,
      Supplier<AlertFacts> alerts,
      Lake lake,
      RowSources rows,
      HistorySources histories,
      PipelineSources pipeline,
      EventSources events,
      ServingSources serving,
      ShelfSources shelves) {
    InstantSource clock = InstantSource.system();
    this.watch = watch;
    this.alerts = alerts;
    this.rows = rows;
    this.histories = histories;
    this.pipeline = pipeline;
    this.events = events;
    this.serving = serving;
    this.shelves = shelves;
    this.readers = threads("reader", READERS, Integer.MAX_VALUE);
    this.facts =
        new Readings<>(
            name -> TableFacts.of(table(lake, name)),
            MOST_TABLES,
            new Readings.Pace(Duration.ofSeconds(4), PATIENCE),
            readers,
            clock);
    this.files =
        new Readings<>(
            name -> FileFacts.of(table(lake, name)),
            MOST_TABLES,
            new Readings.Pace(Duration.ofSeconds(30), AT_ONCE),
            readers,
            clock);
  }

  static ExecutorService threads(String name, int most, int waiting) {
    return new ThreadPoolExecutor(
        most,
        most,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(waiting),
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);

          return thread;
        });
  }

  private static Table table(Lake lake, String name) {
    return LakeCatalog.require(lake.catalog(), TableIdentifier.parse(name));
  }

  /** The contract of a table. */
  static Contract contract(BoardWatch watch, String table) {
    return watch
        .board()
        .table(table)
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER, "No contract has the table %s any more".formatted(table)))
        .contract();
  }

  static Contracts contracts(BoardWatch watch) {
    return watch
        .board()
        .contracts()
        .orElseThrow(
            () -> new FreshetException(Fault.DEPENDENCY, "The contracts were not read yet"));
  }

  @Override
  public Board board() {
    return watch.board();
  }

  /** Last what is waited for the shortest. */
  @Override
  public void beginHome() {
    serving.beginMarkets();
    shelves.beginReceipts();
    rows.beginTrino();
    pipeline.beginFlink();
    events.beginLetters();
  }

  @Override
  public void beginTable(String table) {
    facts.begin(table);
    shelves.beginTable(table);
    histories.begin(table);
    events.beginLetters();
    pipeline.beginLineage(LineageFacts.dataset(table));
    files.begin(table); // the longest, of a large table: no other of its readings waits behind it
  }

  @Override
  public void beginContract(Contract contract) {
    shelves.beginEditions(contract.name());
    if (contract.table().isPresent()) {
      facts.begin(TableLayout.name(contract).toString());
    }
  }

  @Override
  public AlertFacts alerts() {
    return alerts.get();
  }

  @Override
  public Reading<TableFacts> facts(String table) {
    return facts.of(table);
  }

  @Override
  public Reading<FreshnessHistory> history(String table) {
    return histories.history(table);
  }

  @Override
  public HistoryKeeper.Tally kept() {
    return histories.tally();
  }

  @Override
  public Reading<FileFacts> files(String table) {
    return files.of(table);
  }

  @Override
  public Reading<DeadLetterFacts> letters() {
    return events.letters();
  }

  @Override
  public Reading<LineageFacts> lineage(String dataset) {
    return pipeline.lineage(dataset);
  }

  @Override
  public Reading<List<Flow>> flows() {
    return pipeline.flows();
  }

  @Override
  public Reading<FlinkFacts> flink() {
    return pipeline.flink();
  }

  @Override
  public Optional<Reading<String>> trino() {
    return rows.trino();
  }

  @Override
  public Reading<FoundEvent> event(EventSearch search) {
    return events.event(search);
  }

  @Override
  public Reading<DatasetFacts> datasets() {
    return shelves.datasets();
  }

  @Override
  public Reading<Editions> editions(Contract contract) {
    return shelves.editions(contract.name());
  }

  @Override
  public MapPage.Sight sight() {
    return serving;
  }

  @Override
  public StreetMaps streets() {
    return serving.streets();
  }

  @Override
  public Reading<Optional<ServedOrder>> servedOrder(OrderName order) {
    return serving.order(order);
  }

  @Override
  public Reading<OrderStory> orderStory(OrderStory.Asked asked) {
    return rows.story(asked);
  }

  @Override
  public Viewer viewer() {
    return rows.settings().viewer();
  }

  @Override
  public Reading<Grid> rows(String table) {
    return rows.sample(table);
  }

  @Override
  public Reading<EtaAccuracy> etaAccuracy(EtaAccuracy.Asked asked) {
    return rows.etaAccuracy(asked);
  }

  @Override
  public Questions questions() {
    return rows.questions();
  }

  @Override
  public QueryLimits questionLimits() {
    return rows.settings().questions();
  }

  @Override
  public Reading<List<Upkeep>> upkeep(String table) {
    return shelves.upkeep(table);
  }

  @Override
  public Reading<List<Receipt>> receipts() {
    return shelves.receipts();
  }

  @Override
  public Optional<String> receiptText(String name) {
    return shelves.text(name);
  }

  @Override
  public void close() {
    readers.shutdownNow();
    rows.close();
    histories.close();
    pipeline.close();
    events.close();
    serving.close();
    shelves.close();
  }
}
