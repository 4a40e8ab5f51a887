package io.freshet.serving.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who want to write to the same orders, at two servers of one database. */
class ConcurrentWritersIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.POSTGRES);

  private static final int WRITERS = 16;
  private static final int ORDERS = 50;
  private static final int ATTEMPTS = 60;
  private static final long SEED = 20261128;

  private final OrdersDatabase database = new OrdersDatabase(platform);
  private final List<OrdersServer> servers = new ArrayList<>();
  private final List<OrdersClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    for (int i = 0; i < 2; i++) {
      OrdersServer server =
          OrdersServer.start(
              OrdersSettings.from(Settings.of(database.profile())), InstantSource.system());
      servers.add(server);
      clients.add(new OrdersClient("http://127.0.0.1:" + server.port()));
    }
  }

  @AfterEach
  void stop() {
    servers.forEach(OrdersServer::close);
  }

  private OrdersClient client(int writer) {
    return clients.get(writer % clients.size());
  }

  /** What one writer was answered. */
  private record Tally(int made, int stale) {}

  @Test
  void everyVersionIsWrittenOnceAndEveryChainIsLegal() throws SQLException {
    List<Long> orders =
        IntStream.range(0, ORDERS)
            .mapToObj(i -> client(i).create(OrderTexts.order("raced")).order())
            .toList();

    List<Tally> tallies = Race.of(WRITERS, writer -> write(writer, orders));

    int made = tallies.stream().mapToInt(Tally::made).sum();
    assertThat(tallies.stream().mapToInt(Tally::stale).sum()).as("races lost").isPositive();
    assertThat(database.count("select count(*) from order_steps")).isEqualTo(ORDERS + made);
    for (long order : orders) {
      Course.assertLegal(client(0).get("/orders/%d/steps?limit=500".formatted(order)));
    }
    assertThat(
            database.count(
                """
                select count(*) from orders o where order_version <> (
                  select max(order_version) from order_steps s where s.order_id = o.order_id)"""))
        .isZero();
  }

  /** Steps that lead on from what it sees, and some that do not. */
  private Tally write(int writer, List<Long> orders) {
    Random random = new Random(SEED + writer);
    int made = 0;
    int stale = 0;
    for (int i = 0; i < ATTEMPTS; i++) {
      Answer seen = client(writer).order(orders.get(random.nextInt(orders.size())));
      Answer answer =
          client(writer).step(seen.order(), seen.version(), Course.anyStep(seen, random));

      assertThat(answer.status()).as(answer.text()).isIn(201, 409, 412);
      made += answer.status() == 201 ? 1 : 0;
      stale += answer.status() == 412 ? 1 : 0;
    }

    return new Tally(made, stale);
  }

  @Test
  void aStepThatIsSentManyTimesAtOnceIsMadeOnce() throws SQLException {
    long order = client(0).create(OrderTexts.order("once")).order();

    List<Answer> answers =
        Race.of(
            WRITERS,
            writer -> client(writer).step(order, 1, OrderTexts.step("confirmed"), "the-same"));

    assertOnce(answers);
    assertThat(database.count("select count(*) from order_steps")).isEqualTo(2);
  }

  @Test
  void anOrderThatIsCreatedManyTimesAtOnceIsThereOnce() throws SQLException {
    List<Answer> answers =
        Race.of(WRITERS, writer -> client(writer).create(OrderTexts.order("once"), "the-same"));

    assertOnce(answers);
    assertThat(database.count("select count(*) from orders")).isEqualTo(1);
    assertThat(database.count("select count(*) from order_steps")).isEqualTo(1);
  }

  private static void assertOnce(List<Answer> answers) {
    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(new HashSet<>(answers.stream().map(Answer::text).toList())).hasSize(1);
    assertThat(answers.stream().filter(Answer::isRepeated)).hasSize(WRITERS - 1);
  }

  @Test
  void ofTwoWhoCancelAndConfirmOneComesTooLate() {
    for (int i = 0; i < ORDERS; i++) {
      long order = client(0).create(OrderTexts.order("duel")).order();
      List<Answer> answers =
          Race.of(
              2,
              writer ->
                  client(writer)
                      .step(order, 1, OrderTexts.step(writer == 0 ? "confirmed" : "cancelled")));

      assertThat(answers.stream().map(Answer::status)).containsExactlyInAnyOrder(201, 412);
    }
  }
}
