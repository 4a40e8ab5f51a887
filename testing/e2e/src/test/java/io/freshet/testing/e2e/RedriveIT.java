package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A contract forgets that orders can be cancelled, so that such events are refused; then it is
 * mended, and forgets again. Each of them must become one row, whatever happens to those who send
 * them again, and the writer runs all the while. The tests are one story, in their order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedriveIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String CANCELLED = "                - cancelled\n";
  private static final long CUSTOMER = 987_654_321L;

  private static final int GOOD = 200;
  private static final int REFUSED_TWICE = 10;

  /** Enough transactions that a redrive can be killed between two. */
  private static final int REFUSED = 12_000;

  private static final int CUT_OFF = 30;

  private static final int CALLERS_FAULT = 2;
  private static final int SIGKILL = 128 + 9;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static WriterPool pool;
  private static Contract mended;
  private static List<Identity> refusedTwice;
  private static List<Identity> refused;

  private RawProducer producer;
  private Contract orders;

  @BeforeAll
  static void startWriter() throws Exception {
    pool =
        new WriterPool(
            platform,
            List.of(),
            Map.of("order_events", text -> text.replace(CANCELLED, "")),
            "order_events");
    pool.start();
    apply();
    mended = mend(pool.contract("order_events"));
    new FreshetCommand(Path.of("target"), output("build")).run("--help");
  }

  /** The contract as it should have been, in a folder of its own. */
  private static Contract mend(Contract forgetful) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", platform.uniqueName("mended")));
    String text = Files.readString(file(forgetful));
    Files.writeString(
        folder.resolve(forgetful.name() + ".yaml"),
        text.replace("                - delivered\n", "                - delivered\n" + CANCELLED));

    return Contracts.read(folder).require(forgetful.name());
  }

  /** As `freshet contract apply` does with the file as it is. */
  private static void apply() throws IOException {
    Contract contract = pool.contract("order_events");
    pool.apply(contract.name(), Files.readString(file(contract)));
  }

  private static Path file(Contract contract) {
    return pool.contractsFolder().resolve(contract.name() + ".yaml");
  }

  private static Path output(String name) {
    return Path.of("target", "redrive", name).toAbsolutePath();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @BeforeEach
  void openProducer() {
    producer = new RawProducer(pool.streams().kafka().bootstrap());
    orders = pool.contract("order_events");
  }

  @AfterEach
  void closeProducer() {
    producer.close();
  }

  @Test
  @Order(1)
  void staysRefusedWhileTheContractIsAsItWas() throws Exception {
    refusedTwice = send(REFUSED_TWICE, "cancelled");
    pool.awaitCommitted(orders, refusedTwice);

    JsonNode result = redrive("first");

    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("plan").path("found").asInt()).isEqualTo(REFUSED_TWICE);
    assertThat(result.path("receipt").path("sent").asInt()).isZero();
    assertThat(result.path("receipt").path("still_refused").asInt()).isEqualTo(REFUSED_TWICE);
    assertThat(rows()).isZero();
  }

  /** The contract is mended in its file alone, which the writer does not read: that is no harm. */
  @Test
  @Order(2)
  void becomesADeadLetterOfTheSameOriginWhereTheWriterRefusesItAgain() throws Exception {
    edit(
        text ->
            text.replace(
                "                - delivered\n", "                - delivered\n" + CANCELLED));

    assertThat(redrive("second").path("receipt").path("sent").asInt()).isEqualTo(REFUSED_TWICE);

    await("second refusal").atMost(PATIENCE).until(() -> deadLetters().size() == 2 * REFUSED_TWICE);
    assertThat(Set.copyOf(deadLetters())).isEqualTo(origins(refusedTwice));
    JsonNode plan = run("dry-run", "dlq", "redrive", "--contract", orders.name(), "--dry-run");
    assertThat(plan.path("plan").path("redriven_before").asInt()).isEqualTo(REFUSED_TWICE);
    assertThat(plan.path("plan").path("sent").asInt()).isEqualTo(REFUSED_TWICE);
    assertThat(plan.path("receipt").isNull()).isTrue();
    assertThat(rows()).isZero();
  }

  @Test
  @Order(3)
  void countsAndShowsWhatWasRefused() throws Exception {
    List<Identity> all = new ArrayList<>(send(GOOD, "created"));
    refused = send(REFUSED, "cancelled");
    all.addAll(refused);
    all.addAll(sendCutOff());
    pool.awaitCommitted(orders, all);

    FreshetCommand.Answer answer = answer("list", "dlq", "list", "--contract", orders.name());
    assertThat(answer.exitCode()).as(answer.printed()).isEqualTo(1);
    assertThat(answer.printed()).contains("TOO MANY  " + orders.name());
    assertThat(groups())
        .isEqualTo(
            Map.of("invalid_value", 2L * REFUSED_TWICE + REFUSED, "undecodable", (long) CUT_OFF));
    FreshetCommand.Answer freshness = answer("freshness", "freshness");
    assertThat(freshness.exitCode()).isEqualTo(1);
    assertThat(freshness.printed()).contains("TOO MANY  " + orders.name());

    String shown =
        answer("show", "dlq", "show", "--contract", orders.name(), "--sample", "1").printed();
    assertThat(shown)
        .contains("it would be taken", "ends here: tip_minor, at byte")
        .containsPattern("state +cancelled")
        .containsPattern("customer_id +\\(masked\\)")
        .containsPattern("header +ce_type " + orders.name())
        .containsPattern("header +ce_id \\(masked\\)")
        .doesNotContain(Long.toString(CUSTOMER));
  }

  @Test
  @Order(4)
  void sendsEachOnceThoughItIsKilledAndDoubled() throws Exception {
    edit(text -> text.replace("version: 1.1.0", "version: 1.2.0"));
    FreshetCommand.Answer early = answer("early", "dlq", "redrive", "--contract", orders.name());
    assertThat(early.exitCode()).as(early.printed()).isEqualTo(CALLERS_FAULT);
    assertThat(early.printed())
        .contains("is 1.2.0 here, and 1.1.0 in its table", "run: freshet contract apply");
    WriterRest.Job job = pool.job();
    apply();
    int planned = REFUSED_TWICE + REFUSED;

    FreshetCommand killed = command("killed");
    Process process = killed.start("dlq", "redrive", "--contract", orders.name());
    await("first transaction")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> killed.printed().contains("Sent "));
    process.destroyForcibly();
    assertThat(killed.end(process, PATIENCE).exitCode()).isEqualTo(SIGKILL);

    FreshetCommand one = command("one");
    FreshetCommand other = command("other");
    Process oneProcess = one.start(redriving("one"));
    Process otherProcess = other.start(redriving("other"));
    FreshetCommand.Answer oneAnswer = one.end(oneProcess, PATIENCE);
    FreshetCommand.Answer otherAnswer = other.end(otherProcess, PATIENCE);
    assertThat(List.of(oneAnswer.exitCode(), otherAnswer.exitCode()))
        .as(oneAnswer.printed() + otherAnswer.printed())
        .contains(0)
        .isSubsetOf(0, CALLERS_FAULT);
    if (oneAnswer.exitCode() + otherAnswer.exitCode() > 0) {
      assertThat(oneAnswer.printed() + otherAnswer.printed()).contains("Another redrive");
    }

    JsonNode last = redrive("last");
    assertThat(last.path("receipt").path("sent").asInt()).isZero();
    assertThat(last.path("receipt").path("redriven_before").asInt())
        .isEqualTo(planned + REFUSED_TWICE);
    assertThat(last.path("receipt").path("still_refused").asInt()).isEqualTo(CUT_OFF);
    int byReceipts = sentBy("one") + sentBy("other");
    assertThat(byReceipts).as("sent after the one that was killed").isBetween(1, planned - 1);

    await("rows").atMost(PATIENCE).until(() -> rows() >= planned);
    List<String> origins = redrivenRows();
    assertThat(origins).doesNotHaveDuplicates().hasSize(planned);
    assertThat(Set.copyOf(origins))
        .containsAll(origins(refusedTwice))
        .containsAll(origins(refused));
    assertProven(planned);
    assertThat(pool.job()).as("nobody restarted").isEqualTo(job);
  }

  /** No redrive makes the writer look: it is told. */
  @Test
  @Order(5)
  void refusesWhatATightenedRuleForbids() throws Exception {
    int before = deadLetters().size();
    WriterRest.Job job = pool.job();

    edit(text -> text.replace(CANCELLED, "").replace("version: 1.2.0", "version: 1.3.0"));
    apply();

    await("refusal")
        .atMost(PATIENCE)
        .until(
            () -> {
              pool.awaitCommitted(orders, send(1, "cancelled"));

              return deadLetters().size() > before;
            });
    assertThat(pool.prove(orders).findings()).isEmpty();
    assertThat(pool.proveByEvents(orders).findings()).isEmpty();
    assertThat(pool.job()).as("nobody restarted").isEqualTo(job);
  }

  private void edit(UnaryOperator<String> change) throws IOException {
    Files.writeString(file(orders), change.apply(Files.readString(file(orders))));
  }

  private void assertProven(int redriven) {
    Proof proof = pool.prove(orders);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.pending()).isZero();
    long dead = 2L * REFUSED_TWICE + REFUSED + CUT_OFF;
    long found = GOOD + redriven;
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(found + dead, found, 0, 0, dead, 0, 0));
    assertThat(proof.scope().valuesProved()).isEqualTo(found);
    assertThat(pool.proveByEvents(orders).findings()).isEmpty();
  }

  private List<Identity> send(int events, String state) {
    EventEncoder encoder =
        EventEncoder.of(mended, pool.streams().registry(), EventEncoder.Origin.of("/test"));
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    for (int order = 0; order < events; order++) {
      sent.add(producer.send(encoder.encode(order(order, state))));
    }

    return sent.stream().map(CompletableFuture::join).toList();
  }

  private List<Identity> sendCutOff() {
    EventEncoder encoder =
        EventEncoder.of(mended, pool.streams().registry(), EventEncoder.Origin.of("/test"));
    List<CompletableFuture<Identity>> sent = new ArrayList<>();
    for (int order = 0; order < CUT_OFF; order++) {
      ProducerRecord<byte[], byte[]> event = encoder.encode(order(order, "created"));
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  event.topic(),
                  event.partition(),
                  event.key(),
                  Arrays.copyOf(event.value(), event.value().length - 1),
                  event.headers())));
    }

    return sent.stream().map(CompletableFuture::join).toList();
  }

  private static GenericRecord order(int order, String state) {
    return new PayloadBuilder(mended)
        .set("market", "san_francisco")
        .set("order_id", order)
        .set("order_version", 1)
        .set("state", state)
        .set("event_time", Instant.now())
        .set("customer_id", CUSTOMER)
        .set("synthetic", false)
        .build();
  }

  private JsonNode redrive(String name) throws Exception {
    return run(name, "dlq", "redrive", "--contract", orders.name());
  }

  private String[] redriving(String name) {
    return new String[] {
      "dlq", "redrive", "--contract", orders.name(), "--json", output(name + ".json").toString()
    };
  }

  private static int sentBy(String name) throws IOException {
    Path result = output(name + ".json");

    return Files.exists(result)
        ? new ObjectMapper().readTree(result.toFile()).path("receipt").path("sent").asInt()
        : 0;
  }

  /** What a command writes as JSON that must end well. */
  private static JsonNode run(String name, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    Path result = output(name + ".json");
    all.addAll(List.of("--json", result.toString()));
    FreshetCommand.Answer answer = answer(name, all.toArray(String[]::new));
    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return new ObjectMapper().readTree(result.toFile());
  }

  private static FreshetCommand.Answer answer(String name, String... words) throws Exception {
    return command(name).run(words);
  }

  private static FreshetCommand command(String name) {
    return new FreshetCommand(platform.platform().folder().root(), output(name))
        .with("FRESHET_PROFILE", platform.profile().toAbsolutePath().toString())
        .with("FRESHET_CONTRACTS_PATH", pool.contractsFolder().toString());
  }

  private Map<String, Long> groups() throws Exception {
    Path result = output("groups.json");
    answer("groups", "dlq", "list", "--contract", orders.name(), "--json", result.toString());
    JsonNode list = new ObjectMapper().readTree(result.toFile());
    assertThat(list.path("ok").asBoolean()).isFalse();
    Map<String, Long> groups = new HashMap<>();
    for (JsonNode group : list.path("groups")) {
      assertThat(group.fieldNames())
          .toIterable()
          .containsExactly("contract", "cause", "events", "first", "last");
      groups.put(group.path("cause").asText(), group.path("events").asLong());
    }

    return groups;
  }

  private long rows() {
    return redrivenRows().size();
  }

  /** The origins of the rows that have one. */
  private List<String> redrivenRows() {
    return LakeRows.of(pool.table(orders)).stream()
        .map(row -> (String) row.getField(PlatformColumns.ORIGIN))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The origins of all dead letters. */
  private List<String> deadLetters() {
    return LakeRows.deadLettersOf(orders, pool.table(pool.deadLetters())).stream()
        .map(row -> (String) row.getField("origin"))
        .toList();
  }

  private static Set<String> origins(Collection<Identity> identities) {
    return identities.stream()
        .map(identity -> "1:%d:%d".formatted(identity.partition(), identity.offset()))
        .collect(Collectors.toSet());
  }
}
