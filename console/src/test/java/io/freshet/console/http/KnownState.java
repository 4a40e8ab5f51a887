package io.freshet.console.http;

import io.freshet.assurance.alert.Webhook;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.alerts.SampleAlerts;
import io.freshet.console.board.Board;
import io.freshet.console.board.Boards;
import io.freshet.console.board.Boards.Waiting;
import io.freshet.console.datasets.DatasetFacts;
import io.freshet.console.datasets.Trainings;
import io.freshet.console.delivery.Accuracies;
import io.freshet.console.delivery.map.Markets;
import io.freshet.console.delivery.order.OrderStory;
import io.freshet.console.delivery.order.Orders;
import io.freshet.console.editions.Editions;
import io.freshet.console.editions.Histories;
import io.freshet.console.events.Sightings;
import io.freshet.console.facts.FileFacts;
import io.freshet.console.facts.SampleTable;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.lineage.SampleLineage;
import io.freshet.console.page.SampleHistory;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.pipeline.SamplePipeline;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.SampleReceipts;
import io.freshet.console.receipts.Upkeeps;
import io.freshet.console.rows.Grids;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import io.freshet.ingestion.deadletters.Refusals;
import io.freshet.serving.view.MarketPicture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.Table;

/** How much is known of what pages show. */
enum KnownState {
  /** All of it was read, and there is nothing. */
  EMPTY,
  /** Nothing was read yet. */
  LOADING,
  /** Nothing can be read, nor ever could. */
  ERROR,
  /** It was read before, and can't be read any more. */
  STALE,
  /** All of it is known. */
  FULL;

  private static final String AWAY =
      "Cannot ask http://127.0.0.1:8181/catalog/v1/namespaces/raw/tables/rides: Connection refused";

  /** Pages of all tables, which show none where there is none. */
  private static final Set<String> OF_ALL =
      Set.of("/", "/alerts", "/contracts", "/pipeline", "/receipts");

  private static final Contract RIDES = Boards.contract("rides", "What rides there were");
  private static final int FILES = 40;
  private static final long ROWS = 120_000;
  private static final long BYTES = 4_000_000;
  private static final Table MANY_FILES = table(FILES);
  private static final Table NO_FILES = table(0);

  /** Seconds for which something has waited; of others three. */
  private static final Map<String, Integer> WAITING =
      Map.of("rides", 90, "dasher_pings", 94, "eta_predictions", 41, "markets", 0);

  private static final List<Waiting> TABLES =
      Stream.concat(
              Stream.of(RIDES, Boards.contract("fares", "What rides cost")),
              Contracts.read(Path.of("..", "contracts")).all().stream())
          .filter(contract -> contract.table().isPresent())
          .map(KnownState::waiting)
          .toList();

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static Waiting waiting(Contract contract) {
    Duration age = Duration.ofSeconds(WAITING.getOrDefault(contract.name(), 3));

    return new Waiting(contract, Optional.of(age), Optional.of(age.plusSeconds(4)));
  }

  /**
   * Lets it be so.
   *
   * @param path of the page that is to be looked at
   * @param folder for receipts
   */
  void tell(MemorySources sources, String path, Path folder) {
    sources
        .with(board(path))
        .with(alerts())
        .with(receipts(folder))
        .withLetters(reading(letters(), noLetters()))
        .withHistory(
            reading(
                SampleHistory.of(SampleHistory.day("log", 94), SampleHistory.day("commit", 140)),
                SampleHistory.none()))
        .withFacts(reading(TableFacts.of(MANY_FILES), TableFacts.of(NO_FILES)))
        .withFiles(reading(FileFacts.of(MANY_FILES), FileFacts.of(NO_FILES)))
        .withUpkeep(reading(Upkeeps.two(), List.of()))
        .withLineage(reading(SampleLineage.ofRides(), SampleLineage.notCollected()))
        .withRows(reading(Grids.masked(), Grids.none()))
        .withEditions(
            reading(Histories.ofRides(), new Editions(Editions.Source.GIT, List.of(), true)))
        .withEvent(reading(Sightings.row(), Sightings.waiting()))
        .withAccuracy(reading(Accuracies.twoMarkets(), Accuracies.none()))
        .withDatasets(
            reading(
                Trainings.two(),
                new DatasetFacts(List.of(), List.of(), List.of(), Optional.empty(), "", "")))
        .withFlows(reading(SamplePipeline.flows(), List.of()))
        .withFlink(reading(SamplePipeline.busy(), noJobs()))
        .withTrino(Optional.of(reading("476", "476")))
        .withOrder(
            reading(Optional.of(Orders.served(4, 1_500)), Optional.empty()),
            reading(Orders.story(), new OrderStory(List.of(), List.of(), true)));
    tellOfMarkets(sources);
  }

  private void tellOfMarkets(MemorySources sources) {
    switch (this) {
      case EMPTY ->
          sources.withMarket(
              new MarketPicture(Markets.LONDON, List.of(), List.of(), Optional.empty(), true),
              Map.of());
      case LOADING -> {}
      case ERROR -> sources.withoutRedis(AWAY);
      case STALE -> sources.withMarket(Markets.few(), Markets.promises()).withoutRedis(AWAY);
      case FULL -> sources.withMarket(Markets.many(60, 200), Markets.promises());
    }
  }

  private Board board(String path) {
    List<Waiting> shown = OF_ALL.contains(path) ? List.of() : TABLES;

    return switch (this) {
      case EMPTY -> Boards.of(shown);
      case LOADING -> Boards.measuring(TABLES);
      case ERROR -> Boards.troubled(shown, AWAY);
      case STALE -> Boards.troubled(TABLES, AWAY);
      case FULL -> Boards.of(TABLES);
    };
  }

  private List<Receipt> receipts(Path folder) {
    return this == FULL || this == STALE ? SampleReceipts.in(folder) : List.of();
  }

  private AlertFacts alerts() {
    return this == FULL || this == STALE
        ? SampleAlerts.open(Optional.of(new Webhook.Tally(2, 0, Optional.empty())))
        : AlertFacts.none();
  }

  private <T> Reading<T> reading(T full, T empty) {
    return switch (this) {
      case EMPTY -> Reading.of(empty, Boards.NOW);
      case LOADING -> Reading.pending();
      case ERROR -> new Reading<>(Optional.empty(), Optional.empty(), Optional.of(AWAY));
      case STALE -> new Reading<>(Optional.of(full), Optional.of(Boards.NOW), Optional.of(AWAY));
      case FULL -> Reading.of(full, Boards.NOW);
    };
  }

  private static Table table(int files) {
    SampleTable table = new SampleTable(RIDES);
    for (int file = 1; file <= files; file++) {
      table.append(ROWS + file, BYTES);
    }

    return table.table();
  }

  private static DeadLetterFacts letters() {
    return new DeadLetterFacts(
        List.of(
            new DeadLetterGroup("rides", "undecodable", 1_204, 12, Boards.NOW, Boards.NOW),
            new DeadLetterGroup("fares", "invalid_value", 3, 0, Boards.NOW, Boards.NOW)),
        new Refusals(List.of(), 0),
        Map.of(
            "rides", new HourlyRate("rides", 140, 100), "fares", new HourlyRate("fares", 3, 100)),
        Boards.NOW);
  }

  private static DeadLetterFacts noLetters() {
    return new DeadLetterFacts(List.of(), new Refusals(List.of(), 0), Map.of(), Boards.NOW);
  }

  private static FlinkFacts noJobs() {
    return new FlinkFacts(List.of(), List.of(), Map.of(), List.of("writer"), List.of());
  }
}
