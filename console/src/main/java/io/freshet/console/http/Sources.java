package io.freshet.console.http;

import io.freshet.assurance.history.FreshnessHistory;
import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.board.Board;
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
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.page.PipelinePage;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.Flow;
import io.freshet.console.query.Questions;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.Upkeep;
import io.freshet.console.rows.Grid;
import io.freshet.console.rows.Viewer;
import io.freshet.core.contract.Contract;
import io.freshet.serving.view.OrderName;
import io.freshet.serving.view.ServedOrder;
import io.freshet.warehouse.trino.query.QueryLimits;
import java.util.List;
import java.util.Optional;

/** What pages are made of. Nothing of it makes anybody wait for long. */
public interface Sources {
  Board board();

  /** Begins to read what home tells of more than tables, as it does for a page of theirs. */
  void beginHome();

  /**
   * Begins to read what the page of a table tells, so that whoever opens it waits for all of it at
   * once, and not for one thing after the other.
   *
   * @param table with its namespace, one of the board's
   */
  void beginTable(String table);

  /** The same for the page of a contract. */
  void beginContract(Contract contract);

  /** What this console has told, or would have, since it started. */
  AlertFacts alerts();

  /**
   * @param table with its namespace, one of the board's
   */
  Reading<TableFacts> facts(String table);

  /**
   * @param table with its namespace, one of the board's
   */
  Reading<FileFacts> files(String table);

  /**
   * How old what waited for a table was over the last day.
   *
   * @param table with its namespace, one of the board's
   */
  Reading<FreshnessHistory> history(String table);

  /** How much of that this console has kept. */
  HistoryKeeper.Tally kept();

  /**
   * @param dataset as {@code table:raw.order_events} or {@code stream:order_events}
   */
  Reading<LineageFacts> lineage(String dataset);

  /** Of the streams that {@link PipelinePage} shows. */
  Reading<List<Flow>> flows();

  Reading<FlinkFacts> flink();

  /** The version of the Trino that answers; empty where the settings name none. */
  Optional<Reading<String>> trino();

  Reading<DeadLetterFacts> letters();

  /**
   * @param search one that can be asked of the board's contracts
   */
  Reading<FoundEvent> event(EventSearch search);

  /**
   * What a contract was before.
   *
   * @param contract one of the board's
   */
  Reading<Editions> editions(Contract contract);

  /** Data sets, cuts and models. */
  Reading<DatasetFacts> datasets();

  /** What Redis shows of markets. */
  MapPage.Sight sight();

  /** The streets of markets. */
  StreetMaps streets();

  /** What Redis shows of an order; a failure where the settings name no Redis. */
  Reading<Optional<ServedOrder>> servedOrder(OrderName order);

  /**
   * What tables say of an order.
   *
   * @param asked of tables that the role may read
   */
  Reading<OrderStory> orderStory(OrderStory.Asked asked);

  /** As whom rows are read. */
  Viewer viewer();

  /**
   * Some rows, as {@link #viewer} may see them.
   *
   * @param table with its namespace, one of the board's that the role may read
   */
  Reading<Grid> rows(String table);

  /**
   * How right told arrivals were.
   *
   * @param asked of a table that the role may read
   */
  Reading<EtaAccuracy> etaAccuracy(EtaAccuracy.Asked asked);

  /** What browsers have asked. */
  Questions questions();

  /** How much an answer to one of them may be. */
  QueryLimits questionLimits();

  /**
   * What the newest runs of maintenance did to a table, the newest first.
   *
   * @param table with its namespace, one of the board's
   */
  Reading<List<Upkeep>> upkeep(String table);

  /** The newest first. */
  Reading<List<Receipt>> receipts();

  /** All that a receipt says; empty where there is no such receipt. */
  Optional<String> receiptText(String name);
}
