package io.freshet.console;

import io.freshet.assurance.alert.Webhook;
import io.freshet.assurance.history.HistoryKeeper;
import io.freshet.console.alerts.AlertBook;
import io.freshet.console.board.BoardWatch;
import io.freshet.console.datasets.DatasetReader;
import io.freshet.console.delivery.map.StreetMaps;
import io.freshet.console.editions.EditionReader;
import io.freshet.console.events.EventReader;
import io.freshet.console.http.ConsoleDoor;
import io.freshet.console.letters.DeadLetterReader;
import io.freshet.console.lineage.LineageReader;
import io.freshet.console.login.Login;
import io.freshet.console.pipeline.FlinkReader;
import io.freshet.console.pipeline.FlowReader;
import io.freshet.console.reading.ContractsFolder;
import io.freshet.console.reading.Lake;
import io.freshet.console.receipts.ReceiptShelf;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.process.Closing;
import io.freshet.core.server.process.ServerStart;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.view.RedisReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console. Started by {@code main} as a process of its own; stopped by SIGTERM. It changes
 * nothing, tells what it measures to a stream, and holds nothing that others do not have: any
 * number may stand side by side. It starts while catalog and log are away, and says so.
 */
public final class ConsoleServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleServer.class);

  private final HttpDoor door;
  private final Closing closing;

  private ConsoleServer(HttpDoor door, Closing closing) {
    this.door = door;
    this.closing = closing;
  }

  /** Usage: {@code ConsoleServer [--profile FILE] [--some.key=value]}. */
  public static void main(String[] args) {
    ServerStart.run(
        "console",
        args,
        settings -> ConsoleSettings.from(settings, profile(args)),
        settings -> start(settings)::close);
  }

  /** That of {@link Settings#forProcess}. */
  private static Path profile(String[] args) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals("--profile")) {
        return Path.of(args[i + 1]);
      }
    }

    return Settings.profile(System.getenv());
  }

  /**
   * Starts it.
   *
   * @throws FreshetException {@code CALLER} when the address is taken
   */
  static ConsoleServer start(ConsoleSettings settings) {
    Closing closing = new Closing();
    try {
      HttpDoor door = open(settings, closing);
      LOG.info("Console ready url={}", door.url());

      return new ConsoleServer(door, closing);
    } catch (RuntimeException e) {
      closing.close();
      throw e;
    }
  }

  private static HttpDoor open(ConsoleSettings settings, Closing closing) {
    ConsoleSettings.Installation installation = settings.installation();
    Lake lake = new Lake(() -> LakeCatalog.open(installation.lake()));
    ContractsFolder contracts = new ContractsFolder(installation.contracts());
    LakeMeasurement measurement =
        new LakeMeasurement(lake, installation.kafka(), installation.rawJson());
    Optional<Webhook> webhook =
        settings
            .alerts()
            .webhook()
            .map(address -> new Webhook(address, settings.alerts().console()));
    AlertBook alerts = new AlertBook(webhook);
    AlertingMeasurement alerting =
        new AlertingMeasurement(measurement, measurement::asked, alerts, InstantSource.system());
    HistoryKeeper history =
        new HistoryKeeper(
            settings.history(),
            installation.kafka(),
            new HttpSchemaRegistry(installation.registry()));
    closing.push("history", history::close);
    webhook.ifPresent(each -> closing.push("webhook", each::close));
    closing.push("alerting", alerting::close);
    BoardWatch watch =
        new BoardWatch(
            contracts::contracts,
            new KeptMeasurement(alerting, history, InstantSource.system()),
            InstantSource.system());
    Optional<RedisReader> redis = installation.redis().map(RedisReader::new);
    ReceiptShelf shelf = new ReceiptShelf(installation.receipts());
    Optional<FindingTeller> findings =
        webhook.map(
            told -> new FindingTeller(shelf::newestFirst, told::send, InstantSource.system()));
    findings.ifPresent(each -> closing.push("findings", each::close));
    RowSources rows = new RowSources(settings.rows(), table -> LakeSources.contract(watch, table));
    LakeSources sources =
        new LakeSources(
            watch,
            alerts::facts,
            lake,
            rows,
            new HistorySources(watch, lake, history),
            new PipelineSources(
                watch,
                new LineageReader(installation.lineage()),
                new FlowReader(
                    lake,
                    installation.kafka(),
                    new LineageReader(installation.lineage()),
                    InstantSource.system()),
                new FlinkReader(installation.flink())),
            new EventSources(
                watch,
                new EventReader(
                    lake,
                    installation.kafka(),
                    new HttpSchemaRegistry(installation.registry()),
                    redis),
                new DeadLetterReader(
                    lake, installation.kafka(), installation.registry(), InstantSource.system()),
                settings.pace().deadLettersBack()),
            new ServingSources(redis, new StreetMaps(installation.maps()), rows::promises),
            new ShelfSources(
                watch,
                new EditionReader(
                    installation.contracts(), new HttpSchemaRegistry(installation.registry())),
                new DatasetReader(
                    installation.training().sets(), installation.training().models(), lake),
                shelf));
    closing.push("sources", sources::close);
    closing.push("watch", watch::close);
    HttpDoor door =
        ConsoleDoor.open(
            settings.address(),
            settings.access().allowedHosts(),
            settings.access().login().map(login -> new Login(login, InstantSource.system())),
            sources,
            new Dependency("board", watch::isWatching));
    closing.push("door", door::close);
    watch.start(settings.pace().measureEvery());
    alerting.start();
    findings.ifPresent(FindingTeller::start);

    return door;
  }

  int port() {
    return door.port();
  }

  /** What a round still holds open ends with the process. */
  @Override
  public void close() {
    closing.close();
    LOG.info("Console stopped");
  }
}
