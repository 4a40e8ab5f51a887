package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.iceberg.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A table that keeps the newest row of each order, while orders change and go by thousands: it is
 * what a map of them would be, to Trino and Spark, whoever is killed, whatever is compacted, and
 * when the contract gets a column on the way.
 */
@FullOnly
class LatestRowsIT {
  private static final Path CONTRACTS = Path.of("src/test/resources/latest");
  private static final int ORDERS = 400;
  private static final int CHANGES = 6000;
  private static final List<String> STATES = List.of("created", "paid", "sent");

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG, Part.TRINO);

  private final Random random = Seed.chosen().random();

  /** State, total and note of each order that is there. */
  private final TreeMap<Long, List<String>> expected = new TreeMap<>();

  private final List<Identity> sent = new ArrayList<>();
  private WriterPool pool;
  private Contract orders;
  private RawProducer producer;

  @BeforeEach
  void start() throws Exception {
    pool = WriterPool.of(platform, CONTRACTS, List.of("shop_orders"));
    pool.start();
    orders = pool.contract("shop_orders");
    producer = new RawProducer(pool.streams().kafka().bootstrap());
  }

  @AfterEach
  void stop() throws Exception {
    if (producer != null) {
      producer.close();
    }
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void theTableIsWhatAMapOfTheOrdersWouldBe() throws Exception {
    change(CHANGES, Optional.empty());
    pool.killTaskManager();
    change(CHANGES, Optional.empty());
    platform.heal();
    platform.kill(Part.CATALOG);
    change(CHANGES, Optional.empty());
    platform.heal();
    assertAllThere(orders, "null");

    maintain();
    Contract noted = withNote();
    change(CHANGES, Optional.of(noted));
    pool.killTaskManager();
    platform.heal();
    change(CHANGES, Optional.of(noted));
    assertAllThere(noted, "note");
    maintain();
    assertAllThere(noted, "note");

    askTrino(
        "update %s set state = 'lost' where order_id = %d"
            .formatted(TableLayout.name(orders), expected.lastKey()));
    assertThat(pool.prove(noted).findings())
        .singleElement()
        .asString()
        .contains("are not those that the writer decoded");
    askTrino(
        "delete from %s where order_id = %d"
            .formatted(TableLayout.name(orders), expected.firstKey()));
    assertThat(pool.prove(noted).totals().missing()).isEqualTo(1);
  }

  /** Sends so many changes of orders, by the first contract or a later one. */
  private void change(int changes, Optional<Contract> later) {
    EventEncoder encoder =
        EventEncoder.of(
            later.orElse(orders), pool.streams().registry(), EventEncoder.Origin.of("/test"));
    List<CompletableFuture<Identity>> places = new ArrayList<>();
    for (int i = 0; i < changes; i++) {
      long order = random.nextInt(ORDERS);
      boolean isDeleted = random.nextInt(5) == 0;
      String state = STATES.get(random.nextInt(STATES.size()));
      long total = random.nextInt(100_000);
      PayloadBuilder event =
          new PayloadBuilder(later.orElse(orders))
              .set("order_id", order)
              .set("state", state)
              .set("total_minor", total)
              .set("currency", "EUR")
              .set("changed_at", Instant.now())
              .set("is_deleted", isDeleted);
      later.ifPresent(contract -> event.set("note", "n" + total));
      places.add(producer.send(encoder.encode(event.build())));
      if (isDeleted) {
        expected.remove(order);
      } else {
        expected.put(
            order, List.of(state, Long.toString(total), later.isPresent() ? "n" + total : "null"));
      }
    }
    places.forEach(place -> sent.add(place.join()));
  }

  private void assertAllThere(Contract contract, String note) throws Exception {
    pool.awaitCommitted(contract, sent);
    String question =
        "select order_id, state, total_minor, %s from %s order by order_id"
            .formatted(note, "%s" + TableLayout.name(contract));

    assertThat(byTrino(question.formatted(""))).isEqualTo(expected);
    assertThat(bySpark(question.formatted("lake."))).isEqualTo(expected);
    Proof proof = pool.prove(contract);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals())
        .isEqualTo(
            new Proof.Totals(
                sent.size(), expected.size(), 0, 0, 0, 0, (long) sent.size() - expected.size()));
    assertThat(proof.scope().valuesProved()).isEqualTo(expected.size());
  }

  /** The contract with one more column, applied as `freshet contract apply` does. */
  private Contract withNote() throws Exception {
    String text =
        Files.readString(pool.contractsFolder().resolve(orders.name() + ".yaml"))
            .replace("version: 1.0.0", "version: 1.1.0")
            .replace(
                "slaProperties:",
                """
                      - name: note
                        logicalType: string
                        description: What somebody has noted
                        customProperties: [{property: fieldId, value: 7}]
                slaProperties:""");

    return pool.apply(orders.name(), text);
  }

  private Map<Long, List<String>> byTrino(String question) throws Exception {
    Map<Long, List<String>> rows = new TreeMap<>();
    try (Connection trino = trino();
        ResultSet answer = trino.createStatement().executeQuery(question)) {
      while (answer.next()) {
        List<String> former =
            rows.put(
                answer.getLong(1),
                List.of(
                    answer.getString(2), answer.getString(3), String.valueOf(answer.getString(4))));
        assertThat(former).as("another row of order %d", answer.getLong(1)).isNull();
      }
    }

    return rows;
  }

  private static Map<Long, List<String>> bySpark(String question) throws Exception {
    Map<Long, List<String>> rows = new TreeMap<>();
    for (String line : Readers.ofLake(platform).read("sql", question, new Schema(List.of()))) {
      String[] words = line.split("\\|", -1);
      List<String> former =
          rows.put(
              Long.parseLong(words[0]),
              List.of(words[1], words[2], words[3].equals("-") ? "null" : words[3]));
      assertThat(former).as("another row of order %s", words[0]).isNull();
    }

    return rows;
  }

  private void maintain() throws Exception {
    FreshetCommand command =
        new FreshetCommand(
                platform.platform().folder().root(),
                Path.of("target", platform.uniqueName("maintain")))
            .with("FRESHET_CONTRACTS_PATH", pool.contractsFolder().toString())
            .with("FRESHET_MAINTENANCE_MIN_SMALL_FILES", "2")
            .with("FRESHET_MAINTENANCE_HOT_MIN_SMALL_FILES", "2");

    FreshetCommand.Answer answer = command.run("maintain", TableLayout.name(orders).toString());

    assertThat(answer.exitCode()).as(answer.printed()).isZero();
    assertThat(answer.printed()).contains("files delete;");
  }

  private void askTrino(String statement) throws Exception {
    try (Connection trino = trino()) {
      trino.createStatement().execute(statement);
    }
  }

  private static Connection trino() throws Exception {
    Properties user = new Properties();
    user.setProperty("user", platform.settings().text("trino.user"));
    String url =
        "jdbc:trino://%s:%s/lake"
            .formatted(
                platform.settings().text("trino.host"), platform.settings().text("trino.port"));

    return DriverManager.getConnection(url, user);
  }
}
