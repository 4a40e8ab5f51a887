package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.Proof.State;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.samples.ParquetRows;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rows that somebody has spoilt come back from Kafka by one command, while the writer goes on. */
class RepairIT {
  private static final int PINGS = 200;
  private static final String DASHER = "--dasher";
  private static final String FORGOTTEN = "7";

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG, Part.REDIS);

  private static WriterPool pool;

  @TempDir private Path folder;

  private final Contract pings = pool.contract("dasher_pings");

  @BeforeAll
  static void startWriter() throws Exception {
    pool = new WriterPool(platform, List.of(), Map.of(), "dasher_pings");
    pool.start();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void writesAnewWhatAProofHasNamed() throws Exception {
    send();
    alterAFile();
    Proof spoilt = prove();
    assertThat(spoilt.ok()).isFalse();
    String offsets =
        spoilt.ranges().stream()
            .filter(range -> range.state() == State.ALTERED)
            .map(range -> "%d:%d-%d".formatted(range.partition(), range.from(), range.to()))
            .collect(Collectors.joining(","));

    JsonNode plan = run("plan", "repair", pings.name(), "--offsets", offsets, "--dry-run");
    assertThat(plan.path("files").asInt()).isPositive();
    assertThat(prove().findings()).isEqualTo(spoilt.findings());

    JsonNode receipt = whileOthersSend("repair", "repair", pings.name(), "--offsets", offsets);

    assertThat(receipt.path("changed").asBoolean()).isTrue();
    assertThat(receipt.path("rows_written").asLong())
        .isEqualTo(receipt.path("rows_before").asLong())
        .isPositive();
    assertProved();

    assertThat(
            run("again", "repair", pings.name(), "--offsets", offsets).path("changed").asBoolean())
        .isFalse();
  }

  @FullOnly
  @Test
  void rollsBackWithoutLosingWhatHasComeSince() throws Exception {
    send();
    long sound = pool.table(pings).currentSnapshot().snapshotId();
    send();
    pool.table(pings).newDelete().deleteFromRowFilter(Expressions.alwaysTrue()).commit();
    send();
    assertThat(prove().totals().missing()).isGreaterThanOrEqualTo(2 * PINGS);

    JsonNode receipt =
        whileOthersSend(
            "rollback", "table", "rollback", pings.name(), "--to", Long.toString(sound));

    assertThat(receipt.path("rows_written").asLong()).isGreaterThanOrEqualTo(2 * PINGS);
    assertProved();
  }

  @FullOnly
  @Test
  void bringsInWhatWasSentBeforeTheContractWasEnabled() throws Exception {
    try (WriterPool late =
        new WriterPool(platform, List.of("--writer.begin=latest"), Map.of(), "dasher_pings")) {
      Contract contract = late.contract("dasher_pings");
      late.streams().provisioner().apply(contract);
      List<Identity> earlier = sendTo(late, contract, 1);
      late.start();
      late.awaitCommitted(contract, sendTo(late, contract, 0));
      assertThat(late.prove(contract).totals().missing()).isEqualTo(earlier.size());
      Function<String, FreshetCommand> commands = name -> command(name, late);

      JsonNode plan = run(commands, "plan", "repair", contract.name(), "--earlier", "--dry-run");
      assertThat(plan.path("offsets").asInt()).isEqualTo(earlier.size());
      killRepair(contract, commands.apply("killed"));
      run(commands, "earlier", "repair", contract.name(), "--earlier");

      late.awaitCommitted(contract, sendTo(late, contract, 0));
      Proof proof = late.prove(contract);
      assertThat(proof.findings()).isEmpty();
      assertThat(proof.totals().found()).isEqualTo(3 * PINGS);
      assertThat(proof.totals().deadLettered()).isEqualTo(1);
      assertThat(proof.scope().valuesProved()).isEqualTo(proof.totals().found());
      assertThat(late.proveByEvents(contract).findings()).isEmpty();
      JsonNode again = run(commands, "again", "repair", contract.name(), "--earlier");
      assertThat(again.path("changed").asBoolean()).isFalse();
    }
  }

  /** At whatever moment it is. */
  private static void killRepair(Contract contract, FreshetCommand command) throws Exception {
    Process process = command.start("repair", contract.name(), "--earlier");
    await("reading")
        .atMost(Duration.ofMinutes(2))
        .until(() -> command.printed().contains("Reading "));
    kill(process);
  }

  private static List<Identity> sendTo(WriterPool to, Contract contract, int broken) {
    BadRecords records = new BadRecords(contract, to.streams());
    try (RawProducer producer = new RawProducer(to.streams().kafka().bootstrap())) {
      List<CompletableFuture<Identity>> sent = new ArrayList<>();
      for (int dasher = 0; dasher < PINGS; dasher++) {
        sent.add(producer.send(records.good(dasher, Instant.now())));
      }
      for (int each = 0; each < broken; each++) {
        sent.add(producer.send(records.cutOff(each, Instant.now())));
      }

      return sent.stream().map(CompletableFuture::join).toList();
    }
  }

  @Test
  void forgetsOnePersonAndNobodyElse() throws Exception {
    send();
    List<String> others = rowsOfOthers();
    long held = pool.table(pings).currentSnapshot().snapshotId();

    JsonNode plan = run("plan", "forget", DASHER, FORGOTTEN).path("plan");
    assertThat(plan.at("/tables/0/rows").asInt()).isPositive();
    assertThat(plan.at("/streams/0/topic").asText()).isEqualTo(pings.name());
    assertThat(prove().totals().removed()).isZero();

    killForgetting();
    JsonNode first =
        whileOthersSend("forget", "forget", DASHER, FORGOTTEN, "--run").path("receipt");
    assertThat(first.path("complete").asBoolean()).isFalse();
    assertThat(first.at("/tables/0/older_snapshots").asInt()).isPositive();
    assertProved();

    JsonNode last =
        run("forget-all", "forget", DASHER, FORGOTTEN, "--run", "--expire").path("receipt");

    assertThat(last.path("tables")).allMatch(table -> table.path("older_snapshots").asInt() == 0);
    assertIsCompleteOnceOthersAreGone(last);
    assertThat(last.at("/redis/left").asInt(-1)).isZero();
    assertThat(rowsOfOthers()).containsAll(others);
    assertThat(pool.table(pings).snapshot(held)).isNull();
    assertProved();
    assertThat(pool.proveByEvents(pings).findings()).isEmpty();
    assertThat(prove().totals().removed()).isGreaterThanOrEqualTo(2);
    assertThat(platform.platform().folder().log("forget"))
        .content()
        .doesNotContain(platform.settings().text("catalog.token"), " DEBUG ");
  }

  /** Tables of other tests are on the platform as well, of contracts that nobody has here. */
  private static void assertIsCompleteOnceOthersAreGone(JsonNode receipt) {
    boolean isKnownElsewhere = false;
    for (JsonNode table : receipt.path("built_tables")) {
      isKnownElsewhere |=
          table.path("rows").asInt() > 0
              || table.path("older_snapshots").asInt() > 0
              || table.has("unreadable");
    }
    assertThat(receipt.path("complete").asBoolean()).isEqualTo(!isKnownElsewhere);
  }

  /** Where a customer lives is told by predictions, which name the order alone. */
  @FullOnly
  @Test
  void forgetsWhatOnlyAnOrderTellsOfItsCustomer() throws Exception {
    try (WriterPool serving =
        new WriterPool(platform, List.of(), Map.of(), "order_events", "eta_predictions")) {
      Contract predictions = serving.contract("eta_predictions");
      serving.start();
      Instant now = Instant.now();
      sendOrder(serving, 7, 71, now);
      sendOrder(serving, 8, 81, now);
      for (long order : List.of(71L, 81L)) {
        sendOne(
            serving,
            "eta_predictions",
            prediction ->
                prediction
                    .set("stage", "to_customer")
                    .set("predicted_arrival", now)
                    .set("remaining_seconds", 60)
                    .set("basis", "ping"),
            order,
            now);
      }

      JsonNode receipt =
          run(
                  name -> command(name, serving),
                  "customer",
                  "forget",
                  "--customer",
                  "7",
                  "--run",
                  "--expire")
              .path("receipt");

      assertThat(receipt.path("rows_erased").asInt()).isEqualTo(2);
      assertThat(receipt.at("/tables/0/queries/0/sql").asText()).endsWith("WHERE order_id = 71");
      try (CloseableIterable<Record> rows =
          IcebergGenerics.read(serving.table(predictions)).build()) {
        assertThat(rows).extracting(row -> row.getField("order_id")).containsExactly(81L);
      }
      assertThat(serving.prove(predictions).findings()).isEmpty();
    }
  }

  private static void sendOrder(WriterPool to, long customer, long order, Instant time) {
    sendOne(
        to,
        "order_events",
        event -> event.set("customer_id", customer).set("state", "created").set("synthetic", false),
        order,
        time);
  }

  private static void sendOne(
      WriterPool to, String stream, UnaryOperator<PayloadBuilder> with, long order, Instant time) {
    Contract contract = to.contract(stream);
    PayloadBuilder event =
        new PayloadBuilder(contract)
            .set("market", "san_francisco")
            .set("order_id", order)
            .set("order_version", 1)
            .set("event_time", time);
    try (RawProducer producer = new RawProducer(to.streams().kafka().bootstrap())) {
      to.awaitCommitted(
          contract,
          List.of(
              producer
                  .send(
                      EventEncoder.of(
                              contract, to.streams().registry(), EventEncoder.Origin.of("/test"))
                          .encode(with.apply(event).build()))
                  .join()));
    }
  }

  /** At whatever moment it is. */
  private void killForgetting() throws Exception {
    FreshetCommand command = command("killed", pool);
    Process process = command.start("forget", DASHER, FORGOTTEN, "--run");
    await("erasing")
        .atMost(Duration.ofMinutes(2))
        .until(() -> command.printed().contains("Erasing from"));
    kill(process);
  }

  private static void kill(Process process) throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }

  private static List<String> rowsOfOthers() {
    Table table = pool.table(pool.contract("dasher_pings"));
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> all = IcebergGenerics.read(table).build()) {
      for (Record row : all) {
        if (!row.getField("dasher_id").toString().equals(FORGOTTEN)) {
          rows.add(row.toString());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return rows;
  }

  private JsonNode whileOthersSend(String name, String... command) throws Exception {
    CompletableFuture<Void> traffic = CompletableFuture.runAsync(this::send);
    JsonNode receipt = run(name, command);
    traffic.join();

    return receipt;
  }

  private JsonNode run(String name, String... command) throws Exception {
    return run(each -> command(each, pool), name, command);
  }

  private JsonNode run(Function<String, FreshetCommand> commands, String name, String... command)
      throws Exception {
    Path result = folder.resolve(name + ".json");
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--json", result.toString()));
    FreshetCommand.Answer answer = commands.apply(name).run(arguments.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return new ObjectMapper().readTree(result.toFile());
  }

  private FreshetCommand command(String name, WriterPool of) {
    return new FreshetCommand(platform.platform().folder().root(), folder.resolve(name + ".txt"))
        .with("FRESHET_PROFILE", platform.profile().toAbsolutePath().toString())
        .with("FRESHET_CONTRACTS_PATH", of.contractsFolder().toString());
  }

  private void send() {
    pool.awaitCommitted(pings, sendTo(pool, pings, 0));
  }

  /** As somebody does who may commit to the table. */
  private void alterAFile() {
    Table table = pool.table(pings);
    DataFile file = LakeFiles.newest(table);
    List<Record> rows = LakeFiles.read(table, file);
    Record row = rows.get(rows.size() / 2);
    row.setField(
        "latitude", ((BigDecimal) row.getField("latitude")).add(new BigDecimal("0.000001")));
    table
        .newOverwrite()
        .deleteFile(file)
        .addFile(ParquetRows.file(table, rows, file.partition()))
        .commit();
  }

  private Proof prove() {
    return pool.prove(pings, Optional.empty());
  }

  private void assertProved() {
    Proof proof = prove();
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.scope().valuesProved()).isEqualTo(proof.totals().found());
  }
}
