package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contracts;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.simulator.orders.CapturedContracts;
import io.freshet.simulator.run.Progress;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.e2e.ServingResults.Cost;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an order's step to its customer's screen, by order service, capture, Kafka, ETA application,
 * Redis and two live servers, while each of them is away in turn: no customer is left with anything
 * but the last step of their order, Redis lacks nothing, and a page says what it can't know, and
 * nothing else. A model serves all the while, beside a marketplace of other cities, and all
 * settings that tell times are what they are by default.
 *
 * <p>What it measures it prints, and leaves in {@code target/serving.json}; pictures of the pages
 * are in {@code target/pictures}.
 */
@FullOnly
class ServingIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.POSTGRES, Part.REGISTRY, Part.REDIS);

  @RegisterExtension static final TestBrowser browser = TestBrowser.ofClass();

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final int CLIENTS = 60;

  /** Of all clients together: a few seconds' worth. */
  private static final int SOME = 300;

  private static final int LAST_VERSION = OrderService.STATES.size();

  /** Of the marketplace beside: most are pings, some are steps of orders of its own. */
  private static final double EVENTS_PER_SECOND = 1_000;

  private static final Duration HELD = Duration.ofSeconds(20);

  /**
   * Some time longer than it takes until a live server tells that the job is silent: {@code
   * live.stale-after} and {@code live.heal-every}.
   */
  private static final Duration HELD_IN_SILENCE = Duration.ofSeconds(60);

  /** Within which all is as it should be once what was away is there again. */
  private static final Duration CONVERGED = Duration.ofMinutes(2);

  /**
   * A customer who is told nothing for as long as that is told nothing wrong, however busy it is.
   */
  private static final Duration UNTOLD = Duration.ofSeconds(30);

  /** What a page must show of the way of a dasher who has driven 140 m. */
  private static final double METERS = 30;

  /** As the clients of the order service give them out. */
  private static final List<Long> CARRYING = List.of(3L, 4L);

  /** Others in each market: with those who carry, some hundred pings a second. */
  private static final List<Long> DASHERS =
      Stream.concat(CARRYING.stream(), LongStream.rangeClosed(11, 18).boxed()).toList();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final OrderDatabase database = new OrderDatabase(platform);
  private final Queue<OrderService.Made> orders = new ConcurrentLinkedQueue<>();
  private final Queue<Customer> customers = new ConcurrentLinkedQueue<>();
  private final StepDelays delays = new StepDelays();
  private final ServingResults results = new ServingResults(Path.of("target", "serving.json"));
  private Streams streams;
  private RawProducer producer;
  private DrivingDashers dashers;
  private SimulatedTraffic traffic;
  private OrderService service;
  private ServerProcess capture;
  private LiveServers servers;
  private FlinkApplication eta;
  private ToldEtas etas;
  private Instant began;
  private RedisProgram redis;

  /**
   * What is away, and for how long.
   *
   * @param told what a page says of it; where that is nothing, it is live all the while
   */
  private record Outage(
      String name, Runnable begin, Runnable end, Duration held, Optional<String> told) {}

  @BeforeEach
  void start() throws Exception {
    Path contracts =
        CapturedContracts.copy(
            Path.of(platform.settings().text("contracts.path")), folder.resolve("contracts"));
    Contracts all = Contracts.read(contracts);
    streams = new Streams(platform);
    streams.provide(all);
    etas = new ToldEtas(streams, all.require("eta_predictions"));
    began = Instant.now();
    service = new OrderService(folder, database.profile());
    service.start();
    capture = database.capture(folder, contracts);
    eta =
        EtaJob.by(
            platform.profile(),
            "--contracts.path=" + contracts,
            "--eta.model=" + ToldEtas.models(folder.resolve("models")));
    platform.start(eta);
    servers = new LiveServers(folder, platform.settings());
    servers.start(2);
    redis = redis(contracts);
    producer = new RawProducer(streams.kafka().bootstrap());
    dashers =
        new DrivingDashers(DASHERS, all.require("dasher_pings"), streams.registry(), producer);
    dashers.start();
    traffic = SimulatedTraffic.start(platform.settings(), EVENTS_PER_SECOND);
  }

  private RedisProgram redis(Path contracts) throws Exception {
    Map<String, String> more = new HashMap<>(database.profile());
    more.put("contracts.path", contracts.toString());

    return new RedisProgram(platform, folder, more);
  }

  @AfterEach
  void stop() {
    traffic.close();
    dashers.close();
    service.close();
    servers.close();
    platform.platform().stop(eta);
    producer.close();
    streams.close();
    capture.close();
    database.close();
  }

  @Test
  void leavesNoCustomerWithAnOldOrderWhateverIsKilled() throws Exception {
    service.takeOrders(CLIENTS, PACE, this::watch);
    await()
        .atMost(PATIENCE)
        .until(() -> customers.stream().filter(Customer::isOver).count() > CLIENTS);
    tell("nothing; the first orders of all");
    Cost usual = hold(new Outage("nothing", () -> {}, () -> {}, HELD, Optional.empty()));
    assertThat(usual.steps().count()).as("steps whose p99 is told").isGreaterThan(2 * SOME);
    assertThat(usual.seen().blind()).isLessThan(UNTOLD);
    assertThat(usual.steps().p99()).isLessThan(UNTOLD);

    hold(
        new Outage(
            "redis",
            () -> platform.kill(Part.REDIS),
            ServingIT::heal,
            HELD,
            Optional.of("catching up")));
    JsonNode rebuilt = redis.rebuild();
    assertThat(rebuilt.path("ok").asBoolean()).as(rebuilt.toString()).isTrue();
    assertRedisLacksNothing();
    int gone = orders.size();
    hold(
        new Outage(
            "live-server",
            servers::killFirst,
            servers::startFirstAgain,
            HELD,
            Optional.of("lost the connection")));
    hold(
        new Outage(
            "postgres",
            () -> platform.kill(Part.POSTGRES),
            ServingIT::heal,
            HELD,
            Optional.empty()));
    hold(
        new Outage(
            "flink",
            () -> platform.kill(eta.taskManager()),
            ServingIT::heal,
            HELD_IN_SILENCE,
            Optional.of("catching up")));
    whileOrdersGoOn("kill the ETA application's JobManager", () -> platform.kill(eta.jobManager()));

    service.end();
    await().atMost(PATIENCE).until(() -> customers.stream().allMatch(Customer::isOver));
    assertThat(customers).hasSize(service.done() / LAST_VERSION);
    assertThat(customers).flatMap(Customer::violations).isEmpty();
    assertThat(servers.documents(orders.stream().skip(gone).toList()))
        .isNotEmpty()
        .extracting(ServingIT::end)
        .containsOnly("cancelled " + LAST_VERSION);
    assertRedisLacksNothing();
    assertThat(browser.refusals()).isEmpty();
    assertThatTrafficWasThere();
    // From the first order on, and by each TaskManager that was started after a kill. What is read
    // has an end only without the traffic.
    assertThat(etas.byModel(began)).containsOnlyKeys(ToldEtas.MODEL);
  }

  private void assertThatTrafficWasThere() throws IOException {
    Progress end = traffic.end();
    results.tell(orders.size(), end);

    assertThat(end.deliveries().allRefused()).isZero();
    assertThat(end.eventsPerSecond()).isGreaterThan(EVENTS_PER_SECOND / 2);
  }

  private void assertRedisLacksNothing() throws Exception {
    JsonNode found = redis.compare();

    assertThat(found.path("orders").path("equal").asInt()).as(found.toString()).isPositive();
    for (String kind : List.of("orders", "dashers", "supply")) {
      assertThat(found.path(kind).path("missing").asInt()).as(found.toString()).isZero();
      assertThat(found.path(kind).path("older").asInt()).as(found.toString()).isZero();
    }
    assertThat(found.path("ok").asBoolean()).as(found.toString()).isTrue();
  }

  private void watch(OrderService.Made order) {
    try {
      Customer customer = new Customer(http, servers, order, servers.token(order), delays);
      orders.add(order);
      customers.add(customer);
      customer.watch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String end(JsonNode document) {
    return document.path("state").asText() + " " + document.path("order_version").asInt();
  }

  /**
   * Returns when what was away is there again, all orders of that time have ended, and the page of
   * one that was on its way is live.
   */
  private Cost hold(Outage outage) throws Exception {
    service.awaitMore(SOME);
    OrderService.Made watched = service.pickUp(0, CARRYING.get(0));
    try (CustomersPage page = new CustomersPage(browser, servers.page(watched))) {
      page.awaitLive("On its way to you");
      forgetTimes();
      page.begin();
      outage.begin().run();
      page.watch(outage.held(), "outage-" + outage.name());
      outage.end().run();
      page.watchUntilLive();
      service.awaitMore(SOME);
      awaitAllThatAreThere();
      Cost cost = tell(outage, page);

      assertConverges(outage.name(), outage.held(), cost);
      assertSays(outage, page);
      service.deliver(watched, CARRYING.get(0));
      page.awaitEnd("Enjoy your meal!");

      return cost;
    }
  }

  private static void assertConverges(String fault, Duration held, Cost cost) {
    Duration limit = held.plus(CONVERGED);
    assertThat(cost.seen().blind()).as(fault).isLessThan(limit);
    assertThat(cost.seen().behind()).as(fault).isLessThan(limit);
  }

  private static void assertSays(Outage outage, CustomersPage page) {
    List<CustomersPage.Said> said = page.said();
    if (outage.told().isEmpty()) {
      assertThat(said).as(outage.name()).allMatch(CustomersPage.Said::isLive);
      assertThat(page.metersDriven())
          .as("%s: the dasher's way", outage.name())
          .isGreaterThan(METERS);
      return;
    }
    // From when it says so until the end of the fault it says nothing else.
    List<CustomersPage.Said> since =
        said.stream()
            .filter(each -> each.after().compareTo(outage.held()) <= 0)
            .dropWhile(each -> !each.pill().equals("Not live"))
            .toList();
    assertThat(since)
        .as(outage.name())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.pill()).isEqualTo("Not live"))
        .last()
        .satisfies(each -> assertThat(each.banner()).contains(outage.told().get()));
    assertThat(said)
        .as(outage.name())
        .last()
        .extracting(CustomersPage.Said::after)
        .satisfies(back -> assertThat(back).isLessThan(outage.held().plus(CONVERGED)));
  }

  /** The same of what comes back at once, and without a page. */
  private void whileOrdersGoOn(String fault, Runnable kill) throws IOException {
    service.awaitMore(SOME);
    forgetTimes();
    kill.run();
    heal();
    service.awaitMore(SOME);
    awaitAllThatAreThere();
    assertConverges(fault, Duration.ZERO, tell(fault));
  }

  /** Postgres does not start as long as backends of the one that was killed are ending. */
  private static void heal() {
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
  }

  private void awaitAllThatAreThere() {
    List<Customer> met = List.copyOf(customers);
    await().atMost(PATIENCE).until(() -> met.stream().allMatch(Customer::isOver));
  }

  private void forgetTimes() {
    customers.forEach(Customer::seen);
    delays.drain();
  }

  private Cost tell(Outage outage, CustomersPage page) throws IOException {
    Cost cost = cost();
    results.tell(
        "%s away for %ds".formatted(outage.name(), outage.held().toSeconds()),
        orders.size(),
        cost,
        page);

    return cost;
  }

  private Cost tell(String fault) throws IOException {
    Cost cost = cost();
    results.tell(fault, orders.size(), cost);

    return cost;
  }

  private Cost cost() {
    return new Cost(
        customers.stream().map(Customer::seen).reduce(Customer.Seen.NOTHING, Customer.Seen::and),
        delays.drain());
  }
}
