package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.core.contract.Contracts;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
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
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * From an order's step to its customer's screen, by order service, capture, Kafka, ETA application,
 * Redis and two live servers, while each of them is killed in turn: no customer is left with
 * anything but the last step of their order. A model serves all the while.
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
  private static final String PRODUCERS = "{property: producers, value: [orders]}";
  private static final String CAPTURED = "{property: capturedFrom, value: public.order_steps}";

  /** As the clients of the order service give them out. */
  private static final List<Long> DASHERS = List.of(3L, 4L);

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final OrderDatabase database = new OrderDatabase(platform);
  private final Queue<OrderService.Made> orders = new ConcurrentLinkedQueue<>();
  private final Queue<Customer> customers = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService pinging = Executors.newSingleThreadScheduledExecutor();
  private Streams streams;
  private RawProducer producer;
  private OrderService service;
  private ServerProcess capture;
  private LiveServers servers;
  private FlinkApplication eta;
  private ToldEtas etas;
  private Instant began;

  @BeforeEach
  void start() throws Exception {
    Path contracts = contracts();
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
    producer = new RawProducer(streams.kafka().bootstrap());
    BadRecords pings = new BadRecords(all.require("dasher_pings"), streams);
    ScheduledFuture<?> unused =
        pinging.scheduleAtFixedRate(() -> ping(pings), 0, 500, TimeUnit.MILLISECONDS);
  }

  /** The shipped ones, as one has them whose orders are captured. */
  private Path contracts() throws IOException {
    Path shipped = Path.of(platform.settings().text("contracts.path"));
    Path contracts = Files.createDirectories(folder.resolve("contracts")).toAbsolutePath();
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.writeString(
            contracts.resolve(file.getFileName()),
            Files.readString(file).replace(PRODUCERS, CAPTURED));
      }
    }
    assertThat(Files.readString(contracts.resolve("order_events.yaml"))).contains(CAPTURED);

    return contracts;
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
    tell("nothing");

    whileOrdersGoOn("kill redis", () -> platform.kill(Part.REDIS));
    int gone = orders.size();
    whileOrdersGoOn("kill a live server", servers::replaceFirst);
    whileOrdersGoOn("kill postgres", () -> platform.kill(Part.POSTGRES));
    whileOrdersGoOn(
        "kill the ETA application's TaskManager", () -> platform.kill(eta.taskManager()));
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
  }

  private void watch(OrderService.Made order) {
    try {
      Customer customer = new Customer(http, servers, order, servers.token(order));
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

  /** Returns when what was killed is there again, and all orders of that time have ended. */
  private void whileOrdersGoOn(String fault, Runnable kill) {
    service.awaitMore(SOME);
    customers.forEach(Customer::seen);
    kill.run();
    // Postgres does not start as long as backends of the one that was killed are ending.
    await().atMost(PATIENCE).ignoreExceptions().until(() -> platform.heal() != null);
    service.awaitMore(SOME);
    List<Customer> met = List.copyOf(customers);
    await().atMost(PATIENCE).until(() -> met.stream().allMatch(Customer::isOver));
    tell(fault);
  }

  private void tell(String fault) {
    Customer.Seen seen =
        customers.stream().map(Customer::seen).reduce(Customer.Seen.NOTHING, Customer.Seen::and);
    System.out.printf(
        "fault=\"%s\" orders=%d longest_blind_ms=%d longest_behind_ms=%d%n",
        fault, orders.size(), seen.blind().toMillis(), seen.behind().toMillis());
  }
}
