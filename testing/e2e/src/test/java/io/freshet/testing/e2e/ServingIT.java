package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contracts;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.simulator.orders.CapturedContracts;
import io.freshet.testing.browser.TestBrowser;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import io.freshet.testing.servers.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an order's step to its customer's screen, by order service, capture, Kafka, ETA application,
 * Redis and two live servers, while each of them is away in turn: no customer is left with anything
 * but the last step of their order, Redis lacks nothing, and a page says what it can't know. A
 * model serves all the while.
 *
 * <p>What it measures it prints, and leaves in {@code target/serving.json}; pictures of the pages
 * are in {@code target/pictures}.
 */
@FullOnly
class ServingIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.POSTGRES, Part.REGISTRY, Part.REDIS);

  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final Duration PACE = Duration.ofSeconds(1);
  private static final int CLIENTS = 30;

  /** Of all clients together: a few seconds' worth. */
  private static final int SOME = 150;

  private static final int LAST_VERSION = OrderService.STATES.size();

  /** Steps without a fault, after those of the first orders of all. */
  private static final int STEADY = 600;

  private static final Duration HELD = Duration.ofSeconds(20);

  /** Some time longer than it takes until a live server tells that the job is silent. */
  private static final Duration HELD_IN_SILENCE = Duration.ofSeconds(45);

  private static final Path RESULT = Path.of("target", "serving.json");

  /** As the clients of the order service give them out. */
  private static final List<Long> CARRYING = List.of(3L, 4L);

  /** Others in each market, who make pings: with those who carry, some hundred a second. */
  private static final List<Long> DASHERS =
      Stream.concat(CARRYING.stream(), LongStream.rangeClosed(11, 18).boxed()).toList();

  private static TestBrowser browser;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final OrderDatabase database = new OrderDatabase(platform);
  private final Queue<OrderService.Made> orders = new ConcurrentLinkedQueue<>();
  private final Queue<Customer> customers = new ConcurrentLinkedQueue<>();
  private final StepDelays delays = new StepDelays();
  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
  private final ScheduledExecutorService pinging = Executors.newSingleThreadScheduledExecutor();
  private Streams streams;
  private RawProducer producer;
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
   * @param page what it says of it at some time; empty: nothing
   */
  private record Outage(String name, Runnable begin, Runnable end, Duration held, String page) {}

  @BeforeAll
  static void launch() {
    browser = TestBrowser.launch();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void start() throws Exception {
    Path contracts =
        CapturedContracts.copy(
            Path.of(platform.settings().text("contracts.path")), folder.resolve("contracts"));
    Contracts all = Contracts.read(contracts);
    streams = new Streams(platform);
    all.all().stream()
        .filter(contract -> contract.stream().isPresent())
        .forEach(streams.provisioner()::apply);
    etas = new ToldEtas(streams, all.require("eta_predictions"));
    began = Instant.now();
    service = new OrderService(folder, database.profile());
    service.start();
    capture = database.capture(folder, contracts);
    eta =
        new FlinkApplication(
            "eta",
            "serving/redis-eta",
            "io.freshet.serving.eta.EtaApplication",
            List.of(
                "--profile",
                platform.profile().toAbsolutePath().toString(),
                "--contracts.path=" + contracts,
                "--eta.model=" + ToldEtas.models(folder.resolve("models")),
                "--eta.checkpoint-interval=2s"),
            1,
            1000);
    platform.start(eta);
    servers = new LiveServers(folder, platform.settings());
    servers.start(2);
    redis = redis(contracts);
    producer = new RawProducer(streams.kafka().bootstrap());
    BadRecords pings = new BadRecords(all.require("dasher_pings"), streams);
    ScheduledFuture<?> unused =
        pinging.scheduleAtFixedRate(() -> ping(pings), 0, 500, TimeUnit.MILLISECONDS);
  }

  private RedisProgram redis(Path contracts) throws Exception {
    Map<String, String> more = new HashMap<>(database.profile());
    more.put("contracts.path", contracts.toString());
    more.put("eta.checkpoint-interval", "2s");

    return new RedisProgram(platform, folder, more);
  }

  private void ping(BadRecords pings) {
    for (int market = 0; market < OrderService.MARKETS; market++) {
      for (long dasher : DASHERS) {
        ProducerRecord<byte[], byte[]> ping = pings.good("m" + market, dasher, Instant.now());
        producer.send(ping).exceptionally(failure -> null);
      }
    }
  }

  @AfterEach
  void stop() {
    pinging.shutdownNow();
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
    service.awaitMore(STEADY);
    assertThat(tell("nothing").count()).as("steps whose p99 is told").isGreaterThan(STEADY / 2);

    hold(
        new Outage("redis", () -> platform.kill(Part.REDIS), ServingIT::heal, HELD, "catching up"));
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
            "lost the connection"));
    hold(new Outage("postgres", () -> platform.kill(Part.POSTGRES), ServingIT::heal, HELD, ""));
    hold(
        new Outage(
            "flink",
            () -> platform.kill(eta.taskManager()),
            ServingIT::heal,
            HELD_IN_SILENCE,
            "catching up"));
    whileOrdersGoOn("kill the ETA application's JobManager", () -> platform.kill(eta.jobManager()));

    service.end();
    await().atMost(PATIENCE).until(() -> customers.stream().allMatch(Customer::isOver));
    assertThat(customers).hasSize(service.done() / LAST_VERSION);
    assertThat(customers).flatMap(Customer::violations).isEmpty();
    assertThat(servers.documents(orders.stream().skip(gone).toList()))
        .isNotEmpty()
        .extracting(ServingIT::end)
        .containsOnly("cancelled " + LAST_VERSION);
    // From the first order on, and by each TaskManager that was started after a kill.
    assertThat(etas.byModel(began)).containsOnlyKeys(ToldEtas.MODEL);
    assertRedisLacksNothing();
    assertThat(browser.refusals()).isEmpty();
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
  private void hold(Outage outage) throws Exception {
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
      tell("%s away for %ds".formatted(outage.name(), outage.held().toSeconds()), page.said());

      assertThat(page.said())
          .as(outage.name())
          .anySatisfy(said -> assertThat(said.banner()).contains(outage.page()));
      service.deliver(watched, CARRYING.get(0));
      page.awaitEnd("Enjoy your meal!");
    }
  }

  /** The same of what comes back at once, and without a page. */
  private void whileOrdersGoOn(String fault, Runnable kill) throws IOException {
    service.awaitMore(SOME);
    forgetTimes();
    kill.run();
    heal();
    service.awaitMore(SOME);
    awaitAllThatAreThere();
    tell(fault);
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

  private StepDelays.Summary tell(String fault) throws IOException {
    return tell(fault, List.of());
  }

  private StepDelays.Summary tell(String fault, List<CustomersPage.Said> page) throws IOException {
    Customer.Seen seen =
        customers.stream().map(Customer::seen).reduce(Customer.Seen.NOTHING, Customer.Seen::and);
    StepDelays.Summary steps = delays.drain();
    ObjectNode result =
        results
            .addObject()
            .put("fault", fault)
            .put("orders", orders.size())
            .put("longest_blind_ms", seen.blind().toMillis())
            .put("longest_behind_ms", seen.behind().toMillis());
    result
        .putObject("steps")
        .put("count", steps.count())
        .put("p50_ms", steps.p50().toMillis())
        .put("p99_ms", steps.p99().toMillis())
        .put("max_ms", steps.max().toMillis());
    ArrayNode texts = result.putArray("page");
    page.forEach(
        said ->
            texts
                .addObject()
                .put("after_ms", said.after().toMillis())
                .put("pill", said.pill())
                .put("banner", said.banner())
                .put("headline", said.headline()));
    System.out.println(result);
    Files.writeString(RESULT, results.toPrettyString());

    return steps;
  }
}
