package io.freshet.serving.orders.store;

import com.zaxxer.hikari.HikariDataSource;
import io.freshet.core.server.postgres.Connections;
import io.freshet.core.server.postgres.DatabaseSetup;
import io.freshet.core.server.postgres.PostgresAwayException;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.serving.orders.rules.EventTimes;
import io.freshet.serving.orders.rules.OrderRules;
import io.freshet.serving.orders.rules.OrderState;
import io.freshet.serving.orders.rules.Verdict;
import io.freshet.serving.orders.store.OrderTables.Known;
import io.freshet.serving.orders.store.OrderTables.Making;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The orders, kept in Postgres. Each write is one transaction that changes the order and adds its
 * step to {@code order_steps}, whose rows become events; a request that comes again is told what it
 * was told first. Thread-safe, and others may write beside it.
 */
public final class OrderStore implements AutoCloseable {
  private final HikariDataSource source;
  private final Transactions transactions;
  private final EventTimes times;
  private final InstantSource clock;

  private OrderStore(HikariDataSource source, EventTimes times, InstantSource clock) {
    this.source = source;
    this.transactions = new Transactions(source);
    this.times = times;
    this.clock = clock;
  }

  /** Waits for Postgres, brings database and tables up to date, and opens them. */
  public static OrderStore open(
      PostgresSettings settings,
      int maxConnections,
      EventTimes times,
      InstantSource clock,
      MeterRegistry metrics) {
    new DatabaseSetup(settings).awaitDatabase();
    HikariDataSource source = Connections.pool(settings, maxConnections, false);
    try {
      Migrations.apply(source);
      source.setMetricRegistry(metrics);

      return new OrderStore(source, times, clock);
    } catch (RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Makes an order, once for each key.
   *
   * @throws PostgresAwayException when it may have been made or not; the same request again tells
   */
  public Outcome<Order> create(Creation wish) {
    return transactions.run(connection -> create(new OrderTables(connection), wish));
  }

  private Outcome<Order> create(OrderTables tables, Creation wish) throws SQLException {
    Optional<Known<Order>> known = tables.createdBy(wish.request().key());
    if (known.isPresent()) {
      return again(known.get(), wish.request());
    }
    Instant now = EventTimes.precise(clock.instant());
    Optional<String> untimely =
        wish.eventTime().flatMap(said -> times.problem(said, now, Instant.MIN));
    if (untimely.isPresent()) {
      return new Outcome.Untimely<>(untimely.get());
    }
    Verdict verdict = OrderRules.judgeCreation(wish.facts().parties(), wish.by());
    if (verdict instanceof Verdict.Refused refused) {
      return new Outcome.Refused<>(refused, 0);
    }
    Optional<Order> made =
        tables.insert(wish.facts(), wish.eventTime().orElse(now), wish.request());
    if (made.isEmpty()) {
      return again(tables.createdBy(wish.request().key()).orElseThrow(), wish.request());
    }
    tables.record(made.get().id(), new Making(wish.by(), wish.request(), now, wish.traceParent()));

    return new Outcome.Made<>(made.get());
  }

  private static Outcome<Order> again(Known<Order> known, RequestKey request) {
    return known.hash().equals(request.hash())
        ? new Outcome.Repeated<>(known.written().asCreated())
        : new Outcome.KeyReused<>();
  }

  /**
   * Makes a step of an order, once for each key.
   *
   * @throws PostgresAwayException when it may have been made or not; the same request again tells
   */
  public Outcome<OrderStep> step(StepRequest wish) {
    return transactions.run(connection -> step(new OrderTables(connection), wish));
  }

  /**
   * Whoever writes to one order waits for the one before, so that its steps are committed in the
   * order of their versions, which is the order in which the change capture is told of them.
   */
  private Outcome<OrderStep> step(OrderTables tables, StepRequest wish) throws SQLException {
    Optional<Order> found = tables.locked(wish.orderId());
    if (found.isEmpty()) {
      return new Outcome.UnknownOrder<>();
    }
    Order before = found.get();
    // A statement of its own, as only one that begins behind the wait sees what was waited for.
    Optional<Known<OrderStep>> known = tables.madeBy(before.id(), wish.request().key());
    if (known.isPresent()) {
      return known.get().hash().equals(wish.request().hash())
          ? new Outcome.Repeated<>(known.get().written())
          : new Outcome.KeyReused<>();
    }
    if (before.version() != wish.expectedVersion()) {
      return new Outcome.Stale<>(before);
    }
    Verdict verdict = OrderRules.judge(before.facts().parties(), before.standing(), wish.wish());
    if (verdict instanceof Verdict.Refused refused) {
      return new Outcome.Refused<>(refused, before.version());
    }

    return timely(tables, before, (Verdict.Legal) verdict, wish);
  }

  private Outcome<OrderStep> timely(
      OrderTables tables, Order before, Verdict.Legal verdict, StepRequest wish)
      throws SQLException {
    Instant now = EventTimes.precise(clock.instant());
    Optional<String> untimely =
        wish.eventTime().flatMap(said -> times.problem(said, now, before.changedAt()));
    if (untimely.isPresent()) {
      return new Outcome.Untimely<>(untimely.get());
    }
    Instant eventTime =
        wish.eventTime().orElseGet(() -> EventTimes.unsaid(now, before.changedAt()));
    Optional<String> cancelReason =
        wish.wish().to() == OrderState.CANCELLED ? wish.wish().by().reason() : Optional.empty();
    tables.update(before.after(verdict.after(), cancelReason, eventTime));

    Making making = new Making(wish.wish().by(), wish.request(), now, wish.traceParent());

    return new Outcome.Made<>(tables.record(before.id(), making));
  }

  public Optional<Order> order(long id) {
    return transactions.run(connection -> new OrderTables(connection).order(id));
  }

  /**
   * An order's steps in the order of their versions; empty when there is no such order.
   *
   * @param after those with higher versions alone
   */
  public Optional<Page<OrderStep>> steps(long order, int after, int limit) {
    return transactions.run(connection -> steps(connection, order, after, limit));
  }

  private static Optional<Page<OrderStep>> steps(
      Connection connection, long order, int after, int limit) throws SQLException {
    OrderTables tables = new OrderTables(connection);

    return tables.order(order).isEmpty()
        ? Optional.empty()
        : Optional.of(Page.of(tables.steps(order, after, limit + 1), limit));
  }

  /** In the order of their ids. */
  public Page<Order> orders(OrderQuestion question) {
    return transactions.run(
        connection ->
            Page.of(
                new OrderTables(connection).orders(question, question.limit() + 1),
                question.limit()));
  }

  public boolean answers() {
    return transactions.answers();
  }

  @Override
  public void close() {
    source.close();
  }
}
