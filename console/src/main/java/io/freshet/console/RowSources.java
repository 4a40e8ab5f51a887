package io.freshet.console;

import io.freshet.console.delivery.EtaAccuracy;
import io.freshet.console.delivery.EtaReader;
import io.freshet.console.delivery.map.FirstPromises;
import io.freshet.console.delivery.order.OrderReader;
import io.freshet.console.delivery.order.OrderStory;
import io.freshet.console.query.Questions;
import io.freshet.console.query.TrinoAsker;
import io.freshet.console.reading.Reading;
import io.freshet.console.reading.Readings;
import io.freshet.console.rows.Grid;
import io.freshet.console.rows.RoleConnection;
import io.freshet.console.rows.RowSettings;
import io.freshet.console.rows.SampleReader;
import io.freshet.core.contract.Contract;
import io.freshet.warehouse.trino.query.TrinoPulse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** All that is read of rows, by Trino and as the console's role. */
final class RowSources implements AutoCloseable {
  private static final int MOST_TABLES = 100;
  private static final int MOST_WAITING = 16;

  // Rows of a table are a sample: nobody needs them anew each second, and each reading costs Trino
  // a query.
  private static final Readings.Pace PACE =
      new Readings.Pace(Duration.ofSeconds(30), Duration.ofMillis(20));

  /** Of what a job writes once a night. */
  private static final Readings.Pace NIGHTLY =
      new Readings.Pace(Duration.ofMinutes(1), Duration.ofMillis(20));

  private static final int MOST_DAYS = 20;

  /** Of what the writer commits every few seconds, and Redis shows before. */
  private static final Readings.Pace STORIES =
      new Readings.Pace(Duration.ofSeconds(15), Duration.ofMillis(20));

  private static final int MOST_ORDERS = 200;

  /** Of a market, while somebody looks at its map: Trino is asked once a minute. */
  private static final Readings.Pace PROMISES =
      new Readings.Pace(Duration.ofMinutes(1), Duration.ofMillis(20));

  private static final int MOST_MARKETS = 8;

  /** As JobManagers are asked: a page of what is wrong waits for none of them. */
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final Readings.Pace PULSE =
      new Readings.Pace(Duration.ofSeconds(4), Duration.ofMillis(20));

  private static final String ALL = "all";

  private final RowSettings settings;
  private final ExecutorService reader;
  private final Readings<String, Grid> samples;
  private final Readings<EtaAccuracy.Asked, EtaAccuracy> accuracies;
  private final Readings<OrderStory.Asked, OrderStory> stories;
  private final Readings<FirstPromises.Asked, Map<Long, Instant>> promises;
  private final Questions questions;

  // By a thread of its own: a Trino that hangs holds up who reads rows for longer.
  private final ExecutorService asker;
  private final Optional<Readings<String, String>> trino;

  /**
   * @param contracts by the table's name
   */
  RowSources(RowSettings settings, Function<String, Contract> contracts) {
    InstantSource clock = InstantSource.system();
    RoleConnection connection = new RoleConnection(settings.viewer(), settings.trino());
    SampleReader sampleReader = new SampleReader(connection, settings.viewer());
    this.settings = settings;
    this.reader = LakeSources.threads("rows", 1, MOST_WAITING);
    this.samples =
        new Readings<>(
            table -> sampleReader.read(contracts.apply(table)), MOST_TABLES, PACE, reader, clock);
    this.accuracies =
        new Readings<>(new EtaReader(connection)::read, MOST_DAYS, NIGHTLY, reader, clock);
    this.stories =
        new Readings<>(new OrderReader(connection)::read, MOST_ORDERS, STORIES, reader, clock);
    this.promises =
        new Readings<>(new FirstPromises(connection)::read, MOST_MARKETS, PROMISES, reader, clock);
    this.questions =
        new Questions(new TrinoAsker(connection, settings.questions()), settings.atOnce(), clock);
    this.asker = LakeSources.threads("trino", 1, 1);
    this.trino =
        settings
            .trino()
            .map(access -> new TrinoPulse(access, TIMEOUT))
            .map(pulse -> new Readings<>(all -> pulse.version(), 1, PULSE, asker, clock));
  }

  RowSettings settings() {
    return settings;
  }

  Reading<Grid> sample(String table) {
    return samples.of(table);
  }

  Reading<EtaAccuracy> etaAccuracy(EtaAccuracy.Asked asked) {
    return accuracies.of(asked);
  }

  Reading<OrderStory> story(OrderStory.Asked asked) {
    return stories.of(asked);
  }

  Reading<Map<Long, Instant>> promises(FirstPromises.Asked asked) {
    return promises.of(asked);
  }

  void beginTrino() {
    trino.ifPresent(pulse -> pulse.begin(ALL));
  }

  /** The version of the Trino that answers; empty where the settings name none. */
  Optional<Reading<String>> trino() {
    return trino.map(pulse -> pulse.of(ALL));
  }

  Questions questions() {
    return questions;
  }

  @Override
  public void close() {
    reader.shutdownNow();
    asker.shutdownNow();
    questions.close();
  }
}
