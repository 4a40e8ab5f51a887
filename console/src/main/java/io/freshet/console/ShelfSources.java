package io.freshet.console;

import io.freshet.console.board.BoardWatch;
import io.freshet.console.datasets.DatasetFacts;
import io.freshet.console.datasets.DatasetReader;
import io.freshet.console.editions.EditionReader;
import io.freshet.console.editions.Editions;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.receipts.ReceiptShelf;
import io.freshet.console.receipts.Upkeep;
import io.freshet.core.contract.Contracts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** All that is read of folders: earlier versions of contracts, data sets, receipts. */
final class ShelfSources implements AutoCloseable {
  private static final int READERS = 2;
  private static final int MOST_WAITING = 64;
  private static final int MOST_KNOWN = 200;
  private static final Duration PATIENCE = Duration.ofMillis(120);
  private static final String ALL = "all";

  private final ReceiptShelf shelf;
  private final ExecutorService readers;
  private final Readings<String, Editions> editions;
  private final Readings<String, DatasetFacts> datasets;
  private final Readings<String, List<Upkeep>> upkeep;
  private final Readings<String, List<Receipt>> receipts;

  ShelfSources(
      BoardWatch watch,
      EditionReader editionReader,
      DatasetReader datasetReader,
      ReceiptShelf shelf) {
    InstantSource clock = InstantSource.system();
    this.shelf = shelf;
    readers = LakeSources.threads("shelf", READERS, MOST_WAITING);
    editions =
        new Readings<>(
            name -> {
              Contracts contracts = LakeSources.contracts(watch);

              return editionReader.read(
                  contracts.require(name), contracts.text(contracts.require(name)).orElse(""));
            },
            MOST_KNOWN,
            new Readings.Pace(Duration.ofMinutes(1), PATIENCE),
            readers,
            clock);
    datasets =
        new Readings<>(
            all -> datasetReader.read(),
            1,
            new Readings.Pace(Duration.ofSeconds(20), PATIENCE),
            readers,
            clock);
    upkeep =
        new Readings<>(
            shelf::upkeep,
            MOST_KNOWN,
            new Readings.Pace(Duration.ofSeconds(15), PATIENCE),
            readers,
            clock);
    receipts =
        new Readings<>(
            all -> shelf.newestFirst(),
            1,
            new Readings.Pace(Duration.ofSeconds(2), PATIENCE),
            readers,
            clock);
  }

  void beginReceipts() {
    receipts.begin(ALL);
  }

  void beginEditions(String contract) {
    editions.begin(contract);
  }

  Reading<Editions> editions(String contract) {
    return editions.of(contract);
  }

  Reading<DatasetFacts> datasets() {
    return datasets.of(ALL);
  }

  void beginTable(String table) {
    beginReceipts();
    upkeep.begin(table);
  }

  Reading<List<Upkeep>> upkeep(String table) {
    return upkeep.of(table);
  }

  Reading<List<Receipt>> receipts() {
    return receipts.of(ALL);
  }

  Optional<String> text(String receipt) {
    return shelf.text(receipt);
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
