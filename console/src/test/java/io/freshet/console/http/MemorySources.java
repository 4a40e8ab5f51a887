package io.freshet.console.http;

import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.datasets.DatasetFacts;
import io.freshet.console.delivery.EtaAccuracy;
import io.freshet.console.delivery.map.FirstPromises;
import io.freshet.console.delivery.map.MapPage;
import io.freshet.console.delivery.map.StreetMaps;
import io.freshet.console.delivery.order.OrderStory;
import io.freshet.console.editions.Editions;
import io.freshet.console.events.EventSearch;
import io.freshet.console.events.FoundEvent;
import io.freshet.console.facts.FileFacts;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.Flow;
import io.freshet.console.query.MemoryAsker;
import io.freshet.console.query.Questions;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.Upkeep;
import io.freshet.console.rows.Grid;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Contract;
import io.freshet.serving.view.MarketPicture;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.ServedOrder;
import io.freshet.warehouse.trino.query.QueryLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a test says is known; it may say otherwise while pages are open. */
final class MemorySources implements Sources {
  private volatile boolean isHomeBegun;
  private volatile boolean isAsked;
  private volatile boolean isServed = true;
  private volatile Board board = Board.empty();
  private volatile AlertFacts alerts = AlertFacts.none();
  private volatile Reading<FreshnessHistory> history = Reading.pending();
  private volatile HistoryKeeper.Tally kept = new HistoryKeeper.Tally(0, 0);
  private volatile Reading<TableFacts> facts = Reading.pending();
  private volatile Reading<FileFacts> files = Reading.pending();
  private volatile Reading<DeadLetterFacts> letters = Reading.pending();
  private volatile Reading<FoundEvent> event = Reading.pending();
  private volatile Reading<Optional<ServedOrder>> served = Reading.pending();
  private volatile Reading<OrderStory> story = Reading.pending();
  private volatile Reading<List<String>> markets = Reading.pending();
  private volatile Reading<MarketPicture> picture = Reading.pending();
  private volatile Reading<Map<Long, Instant>> promises = Reading.pending();
  private volatile Reading<List<Upkeep>> upkeep = Reading.pending();
  private volatile Reading<DatasetFacts> datasets = Reading.pending();
  private volatile Reading<Editions> editions = Reading.pending();
  private volatile Reading<LineageFacts> lineage = Reading.pending();
  private volatile Reading<List<Flow>> flows = Reading.pending();
  private volatile Reading<FlinkFacts> flink = Reading.pending();
  private volatile Optional<Reading<String>> trino = Optional.of(Reading.pending());
  private volatile Reading<List<Receipt>> receipts = Reading.of(List.of(), Boards.NOW);
  private volatile Reading<Grid> rows = Reading.pending();
  private volatile Viewer viewer = new Viewer("analyst", "console", true);
  private volatile Reading<EtaAccuracy> accuracy = Reading.pending();
  private final MemoryAsker asker = new MemoryAsker();
  private final Questions questions = new Questions(asker, 2, InstantSource.fixed(Boards.NOW));

  MemorySources with(Board known) {
    board = known;

    return this;
  }

  MemorySources withFacts(Reading<TableFacts> known) {
    facts = known;

    return this;
  }

  MemorySources withHistory(Reading<FreshnessHistory> known) {
    history = known;

    return this;
  }

  MemorySources with(HistoryKeeper.Tally known) {
    kept = known;

    return this;
  }

  /** Whether home has begun with all that it tells before it was asked for any of it. */
  boolean isHomeBegun() {
    return isHomeBegun;
  }

  @Override
  public void beginHome() {
    isHomeBegun = !isAsked;
  }

  @Override
  public void beginTable(String table) {} // all of it is at hand

  @Override
  public void beginContract(Contract contract) {}

  @Override
  public Reading<FreshnessHistory> history(String table) {
    return history;
  }

  @Override
  public HistoryKeeper.Tally kept() {
    return kept;
  }

  MemorySources withFiles(Reading<FileFacts> known) {
    files = known;

    return this;
  }

  MemorySources withLetters(Reading<DeadLetterFacts> known) {
    letters = known;

    return this;
  }

  MemorySources with(List<Receipt> known) {
    return withReceipts(Reading.of(known, Boards.NOW));
  }

  MemorySources withReceipts(Reading<List<Receipt>> known) {
    receipts = known;

    return this;
  }

  MemorySources with(AlertFacts known) {
    alerts = known;

    return this;
  }

  @Override
  public AlertFacts alerts() {
    return alerts;
  }

  @Override
  public Board board() {
    return board;
  }

  @Override
  public Reading<TableFacts> facts(String table) {
    return facts;
  }

  @Override
  public Reading<FileFacts> files(String table) {
    return files;
  }

  @Override
  public Reading<DeadLetterFacts> letters() {
    isAsked = true;

    return letters;
  }

  MemorySources withLineage(Reading<LineageFacts> known) {
    lineage = known;

    return this;
  }

  @Override
  public Reading<LineageFacts> lineage(String dataset) {
    return lineage;
  }

  MemorySources withFlows(Reading<List<Flow>> known) {
    flows = known;

    return this;
  }

  MemorySources withFlink(Reading<FlinkFacts> known) {
    flink = known;

    return this;
  }

  @Override
  public Reading<List<Flow>> flows() {
    return flows;
  }

  @Override
  public Reading<FlinkFacts> flink() {
    isAsked = true;

    return flink;
  }

  MemorySources withTrino(Optional<Reading<String>> known) {
    trino = known;

    return this;
  }

  @Override
  public Optional<Reading<String>> trino() {
    return trino;
  }

  MemorySources withEvent(Reading<FoundEvent> known) {
    event = known;

    return this;
  }

  @Override
  public Reading<FoundEvent> event(EventSearch search) {
    return event;
  }

  MemorySources withEditions(Reading<Editions> known) {
    editions = known;

    return this;
  }

  @Override
  public Reading<Editions> editions(Contract contract) {
    return editions;
  }

  MemorySources withDatasets(Reading<DatasetFacts> known) {
    datasets = known;

    return this;
  }

  @Override
  public Reading<DatasetFacts> datasets() {
    return datasets;
  }

  MemorySources withUpkeep(Reading<List<Upkeep>> known) {
    upkeep = known;

    return this;
  }

  @Override
  public Reading<List<Upkeep>> upkeep(String table) {
    return upkeep;
  }

  MemorySources withMarket(MarketPicture known, Map<Long, Instant> told) {
    picture = Reading.of(known, Boards.NOW);
    promises = Reading.of(told, Boards.NOW);
    markets = Reading.of(List.of(known.market(), "oslo"), Boards.NOW);

    return this;
  }

  MemorySources withoutRedis(String why) {
    picture = new Reading<>(picture.value(), picture.at(), Optional.of(why));
    markets = new Reading<>(markets.value(), markets.at(), Optional.of(why));

    return this;
  }

  /** As where the settings name none. */
  MemorySources withoutAnyRedis() {
    isServed = false;

    return this;
  }

  @Override
  public MapPage.Sight sight() {
    return new MapPage.Sight() {
      @Override
      public boolean isServed() {
        return isServed;
      }

      @Override
      public Reading<List<String>> markets() {
        return markets;
      }

      @Override
      public Reading<MarketPicture> market(String market) {
        return picture;
      }

      @Override
      public Reading<Map<Long, Instant>> promises(FirstPromises.Asked asked) {
        return promises;
      }
    };
  }

  @Override
  public StreetMaps streets() {
    return new StreetMaps(Optional.empty());
  }

  MemorySources withOrder(
      Reading<Optional<ServedOrder>> knownServed, Reading<OrderStory> knownStory) {
    served = knownServed;
    story = knownStory;

    return this;
  }

  @Override
  public Reading<Optional<ServedOrder>> servedOrder(OrderName order) {
    return served;
  }

  @Override
  public Reading<OrderStory> orderStory(OrderStory.Asked asked) {
    return story;
  }

  MemorySources withRows(Reading<Grid> known) {
    rows = known;

    return this;
  }

  MemorySources with(Viewer other) {
    viewer = other;

    return this;
  }

  MemorySources withAccuracy(Reading<EtaAccuracy> known) {
    accuracy = known;

    return this;
  }

  @Override
  public Reading<EtaAccuracy> etaAccuracy(EtaAccuracy.Asked asked) {
    return accuracy;
  }

  /** What answers questions. */
  MemoryAsker asker() {
    return asker;
  }

  @Override
  public Viewer viewer() {
    return viewer;
  }

  @Override
  public Reading<Grid> rows(String table) {
    return rows;
  }

  @Override
  public Questions questions() {
    return questions;
  }

  @Override
  public QueryLimits questionLimits() {
    return new QueryLimits(500, 500_000, Duration.ofSeconds(30), 10_000_000_000L);
  }

  @Override
  public Reading<List<Receipt>> receipts() {
    return receipts;
  }

  @Override
  public Optional<String> receiptText(String name) {
    return Optional.of("{\n  \"ok\" : true,\n  \"of\" : \"<script>\"\n}");
  }
}
