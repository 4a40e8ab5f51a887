package io.freshet.cli.chaos;

import io.freshet.cli.Patience;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Secrets;
import io.freshet.core.toolkit.Settings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Holds against each other what clients of the order service were told, what Postgres has, and what
 * came onto the stream that is captured from there.
 *
 * @param answered steps that clients were told are made
 * @param rows of Postgres
 * @param events of the stream, as often as they came and in the order in which they did
 */
record OrderAudit(List<OrderStep> answered, List<OrderStep> rows, List<OrderStep> events) {
  private static final Duration POLL = Duration.ofSeconds(1);

  /** A Postgres that was paused, or a connection that a fault has cut, says nothing at all. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMinutes(1);

  /** Of one reading; its end may go on and on while somebody still writes. */
  private static final Duration READ_WITHIN = Duration.ofMinutes(5);

  private static final String STEPS =
      "select order_id, order_version, state from order_steps order by order_id, order_version";

  OrderAudit {
    answered = List.copyOf(answered);
    rows = List.copyOf(rows);
    events = List.copyOf(events);
  }

  /** Reads Postgres and the stream to its end, until that has as many events as there are rows. */
  static OrderAudit of(Workspace workspace, List<OrderStep> answered) throws Exception {
    List<OrderStep> rows = rows(workspace.settings(), ANSWERED_WITHIN);
    List<List<OrderStep>> events = new ArrayList<>();
    new Patience("The capture of orders")
        .await(
            () -> {
              events.add(events(workspace));

              return events.get(events.size() - 1).size() >= rows.size();
            });

    return new OrderAudit(answered, rows, events.get(events.size() - 1));
  }

  /**
   * All that Postgres has.
   *
   * @param within the time that each answer may take, in whole seconds
   */
  static List<OrderStep> rows(Settings settings, Duration within) {
    String url = settings.text("postgres.url");
    String seconds = Long.toString(within.toSeconds());
    Properties properties = new Properties();
    properties.setProperty("user", settings.text("postgres.user"));
    properties.setProperty("password", settings.text("postgres.password"));
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    List<OrderStep> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(STEPS)) {
      while (row.next()) {
        rows.add(new OrderStep(row.getLong(1), row.getInt(2), row.getString(3)));
      }
    } catch (SQLException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot read the steps of orders from %s within %s: %s"
              .formatted(Secrets.masked(url), Durations.print(within), e.getMessage()),
          e);
    }

    return rows;
  }

  private static List<OrderStep> events(Workspace workspace) {
    Contract contract = workspace.contracts().require(ChaosPlatform.CAPTURED);
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(
            workspace.kafka(),
            new HttpSchemaRegistry(RegistrySettings.from(workspace.settings())),
            List.of(contract))) {
      return events(() -> consumer.poll(POLL), consumer::isAtEnd, READ_WITHIN);
    }
  }

  /**
   * All that come until the end is reached.
   *
   * @param poll gives those that have come, which may be none
   */
  static List<OrderStep> events(
      Supplier<List<EventConsumer.Received>> poll, BooleanSupplier isAtEnd, Duration within) {
    List<OrderStep> events = new ArrayList<>();
    long deadline = System.nanoTime() + within.toNanos();
    do {
      if (System.nanoTime() - deadline > 0) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Stream %s was not read to its end within %s; %,d steps of orders had come"
                .formatted(ChaosPlatform.CAPTURED, Durations.print(within), events.size()));
      }
      for (EventConsumer.Received received : poll.get()) {
        if (received.decoded() instanceof Decoded.Event event) {
          events.add(
              new OrderStep(
                  EventFields.longValue(event.payload(), "order_id"),
                  EventFields.integer(event.payload(), "order_version"),
                  EventFields.text(event.payload(), "state")));
        }
      }
    } while (!isAtEnd.getAsBoolean());

    return events;
  }

  /** What is wrong, each in one line; empty where all agree. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    Set<OrderStep> kept = new HashSet<>(rows);
    Set<OrderStep> told = new HashSet<>(answered);
    Set<OrderStep> heard = new HashSet<>(events);
    say(findings, without(answered, kept), "answered as made and not in Postgres");
    say(findings, without(rows, told), "in Postgres and answered as made to nobody");
    say(findings, without(rows, heard), "in Postgres and no event");
    say(findings, without(events, kept), "an event and not in Postgres");
    say(findings, doubled(rows), "twice in Postgres");
    say(findings, doubled(events), "an event twice");
    say(findings, outOfOrder(), "an event before the step that it follows");

    return findings;
  }

  private static void say(List<String> findings, List<OrderStep> steps, String what) {
    if (!steps.isEmpty()) {
      OrderStep first = steps.get(0);
      findings.add(
          "%d steps of orders are %s, the first version %d (%s) of order %d"
              .formatted(steps.size(), what, first.version(), first.state(), first.order()));
    }
  }

  private static List<OrderStep> without(List<OrderStep> steps, Set<OrderStep> others) {
    return steps.stream().filter(step -> !others.contains(step)).sorted().toList();
  }

  private static List<OrderStep> doubled(List<OrderStep> steps) {
    Set<OrderStep> met = new HashSet<>();

    return steps.stream().filter(step -> !met.add(step)).sorted().toList();
  }

  private List<OrderStep> outOfOrder() {
    Map<Long, Integer> last = new HashMap<>();
    List<OrderStep> wrong = new ArrayList<>();
    for (OrderStep event : events) {
      int before = last.getOrDefault(event.order(), 0);
      if (event.version() > before + 1) {
        wrong.add(event);
      }
      last.put(event.order(), Math.max(before, event.version()));
    }

    return wrong;
  }
}
