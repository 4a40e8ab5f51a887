package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.local.Part;
import io.freshet.testing.e2e.RecordedJson.Offered;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded JSON of Wikipedia and GitHub, half of it through the gateway and half as raw JSON, while
 * processes are killed: each event is in its table, or was refused for its true cause. Meanwhile
 * the contract renames a column and makes another one wider; in the end it is mended, and takes
 * what was refused.
 */
@FullOnly
class RecordedJsonIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Path CONTRACTS = Path.of("src/test/resources/recordings");
  private static final int ROUNDS = 4;
  private static final int MALFORMED = 10;
  private static final String PAGE = "name: page\n";
  private static final String PAGES_ID = "{property: fieldId, value: 4}";
  private static final String VALID_NAMESPACES =
      """
              quality:
                - metric: invalidValues
                  mustBe: 0
                  arguments: {validValues: [Main, User, Talk, Wikipedia]}
      """;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  @TempDir private Path folder;
  private final Set<String> raw = new HashSet<>();
  private final Set<String> rawUnfit = new HashSet<>();
  private final Set<String> offered = new HashSet<>();
  private final List<Future<RecordMetadata>> rawPlaces = new ArrayList<>();
  private RecordedJson recorded;
  private WriterPool pool;
  private Contract edits;
  private Contract happenings;
  private RawIntake rawIntake;
  private GatewayProcess gateway;
  private BatchSender sender;

  @BeforeEach
  void start() throws Exception {
    recorded = RecordedJson.require();
    pool =
        WriterPool.of(platform, CONTRACTS, List.of("wiki_edits", "github_events"))
            .with(List.of(Contracts.DEAD_LETTERS, Contracts.REFUSED_EVENTS));
    pool.start();
    edits = pool.contract("wiki_edits");
    happenings = pool.contract("github_events");
    apply(UnaryOperator.identity(), "1.0.0");
    rawIntake = new RawIntake(platform, pool);
    rawIntake.start();
    gateway = gateway();
    sender = new BatchSender(() -> gateway.url(), GatewayProcess.KEY);
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {gateway, rawIntake, pool}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @Test
  void isInItsTableOrRefusedForItsTrueCause() throws Exception {
    Toll toll = Toll.of(pool);
    Faults faults = new Faults(pool, platform, toll);
    long begun = System.nanoTime();

    CompletableFuture<Void> firstHalf = send(0, ROUNDS / 2);
    faults.strike(3);
    firstHalf.join();
    apply(
        yaml ->
            yaml.replace(PAGE, "name: page_title\n")
                .replace(
                    PAGES_ID,
                    PAGES_ID
                        + ", {property: formerNames, value: [page]},"
                        + " {property: jsonName, value: page}")
                .replace(
                    "name: delta\n        logicalType: integer\n        physicalType: int",
                    "name: delta\n        logicalType: integer\n        physicalType: long"),
        "1.1.0");
    CompletableFuture<Void> secondHalf = send(ROUNDS / 2, ROUNDS);
    // The gateway has the new contract from here on, the validator has the old one still.
    restartGateway();
    rawIntake.killTaskManager();
    faults.strike(2);
    secondHalf.join();
    platform.heal();
    rawIntake.restart();
    CompletableFuture<Void> last = send(ROUNDS, ROUNDS + 1);
    faults.strike(1);
    last.join();
    platform.heal();
    double seconds = (System.nanoTime() - begun) / 1e9;

    List<Offered> refusedAtTheDoor = sender.takeRefused();
    assertThat(refusedAtTheDoor).noneMatch(Offered::isFit);
    assertThat(sender.problems())
        .allSatisfy(problem -> assertThat(problem).contains("/data/namespace", "is none of"));
    Set<String> expected = new HashSet<>(offered);
    expected.removeAll(rawUnfit);
    refusedAtTheDoor.forEach(event -> expected.remove(event.id()));
    awaitRows(expected);
    Set<String> refusedIds = refusedAtTheDoor.stream().map(Offered::id).collect(Collectors.toSet());
    int lost = assertKept(refusedIds);
    await("dead letters")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .until(() -> letters(edits.name()).size() >= rawUnfit.size());

    List<Record> letters = letters(edits.name());
    assertOnce(letters.stream().map(RecordedJsonIT::id).toList(), rawUnfit);
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.getField("cause")).isEqualTo("invalid_value");
              assertThat((String) letter.getField("detail")).contains("/namespace: is none of");
            });
    assertThat(letters(rawIntake.topic()))
        .hasSize(MALFORMED)
        .allSatisfy(letter -> assertThat(letter.getField("cause")).isEqualTo("malformed_json"));
    assertThat(difference(ids(), expected)).as("nothing else").isEmpty();
    assertRawOnce(difference(raw, rawUnfit));
    assertProven();

    mend();
    sender.send(refusedAtTheDoor);
    RedriveCommand redrive = new RedriveCommand(platform, pool, folder);
    assertThat(redrive.receipt(edits, "first").path("sent").asInt()).isEqualTo(rawUnfit.size());
    assertThat(redrive.receipt(edits, "second").path("sent").asInt()).isZero();
    awaitRows(offered);
    assertThat(difference(ids(), offered)).isEmpty();
    assertRawOnce(raw);
    Proof proof = assertProven();
    System.out.printf(
        "recorded json: %d events in %.0f s, %d requests; %d refused at the door, %d of them rows"
            + " of refused_events; %d dead letters, %d redriven; rows %d; %s%n",
        offered.size(),
        seconds,
        sender.requests(),
        refusedAtTheDoor.size(),
        refusedIds.size() - lost,
        letters.size() + MALFORMED,
        rawUnfit.size(),
        proof.totals().found(),
        faults);
  }

  /**
   * Even ones through the gateway, odd ones as raw JSON, both at once; in the last round every
   * third names a page by the column's new name.
   */
  private CompletableFuture<Void> send(int from, int to) throws IOException {
    List<Offered> byHttp = new ArrayList<>();
    List<Offered> byKafka = new ArrayList<>();
    for (int round = from; round < to; round++) {
      for (Offered event : recorded.round(round, edits.name(), happenings.name())) {
        boolean isByTheNewName = round == ROUNDS && offered.size() % 3 == 0;
        (offered.size() % 2 == 0 ? byHttp : byKafka)
            .add(isByTheNewName ? event.byTheNewName() : event);
        offered.add(event.id());
      }
    }
    byKafka.forEach(event -> (event.isFit() ? raw : rawUnfit).add(event.id()));
    raw.addAll(rawUnfit);

    return CompletableFuture.allOf(
        CompletableFuture.runAsync(() -> sender.send(byHttp)),
        CompletableFuture.runAsync(() -> sendRaw(byKafka, from == 0 ? MALFORMED : 0)));
  }

  private void sendRaw(List<Offered> events, int malformed) {
    for (int i = 0; i < malformed; i++) {
      rawPlaces.add(rawIntake.send(events.get(i).text().substring(0, 50 + i)));
    }
    events.forEach(event -> rawPlaces.add(rawIntake.send(event.text())));
    try {
      for (Future<RecordMetadata> place : rawPlaces) {
        place.get();
      }
    } catch (Exception e) {
      throw new IllegalStateException("Kafka did not take a raw event", e);
    }
  }

  /** As `freshet contract apply` does, table first; running processes have what they had. */
  private void apply(UnaryOperator<String> edit, String version) throws Exception {
    Path file = pool.contractsFolder().resolve(edits.name() + ".yaml");
    String before = Files.readString(file);
    String text = edit.apply(before).replaceFirst("version: 1\\.\\d\\.0", "version: " + version);
    assertThat(text.equals(before)).isEqualTo(version.equals("1.0.0"));
    edits = pool.apply(edits.name(), text);
    Files.writeString(file, text);
  }

  /** The writer finds out when it meets the first that it would refuse. */
  private void mend() throws Exception {
    apply(yaml -> yaml.replace(VALID_NAMESPACES, ""), "1.2.0");
    restartGateway();
  }

  /** Returns when it is ready: without Kafka it would not start. */
  private void restartGateway() throws IOException {
    gateway.kill();
    gateway = gateway();
    assertThat(gateway.url()).isNotEmpty();
  }

  private GatewayProcess gateway() throws IOException {
    return GatewayProcess.start(
        platform,
        pool.contractsFolder(),
        folder,
        Map.of(
            "gateway.key-hashes",
            GatewayProcess.hash("crawler", GatewayProcess.KEY),
            "gateway.max-refusals-per-second",
            "100000"));
  }

  private void awaitRows(Collection<String> expected) {
    await("rows")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .ignoreExceptions()
        .until(() -> ids().containsAll(expected));
  }

  private Set<String> ids() {
    return new HashSet<>(rowIds());
  }

  private List<String> rowIds() {
    return Stream.of(edits, happenings)
        .flatMap(
            contract -> LakeRows.column(pool.table(contract), PlatformColumns.CLIENT_ID).stream())
        .map(String.class::cast)
        .toList();
  }

  /** A sender that got no answer from the gateway sends again, and then there may be two. */
  private void assertRawOnce(Set<String> expected) {
    assertOnce(rowIds().stream().filter(raw::contains).toList(), expected);
  }

  private static void assertOnce(List<String> found, Set<String> expected) {
    assertThat(difference(expected, found)).as("missing").isEmpty();
    assertThat(difference(found, expected)).as("nobody's").isEmpty();
    assertThat(found).as("once each").hasSize(expected.size());
  }

  private static Set<String> difference(Collection<String> all, Collection<String> without) {
    Set<String> rest = new HashSet<>(all);
    rest.removeAll(Set.copyOf(without));

    return rest;
  }

  private Proof assertProven() {
    await("nothing pending").atMost(PATIENCE).until(() -> pool.prove(edits).pending() == 0);
    for (Contract contract : List.of(edits, happenings)) {
      assertThat(pool.proveFromTheDoor(contract).findings()).isEmpty();
      assertThat(pool.proveByEvents(contract).findings()).isEmpty();
    }

    return pool.prove(edits);
  }

  /**
   * Each refused event is a row of its own, but for what a gateway that was killed had just
   * answered: of one request.
   *
   * @return how many are none
   */
  private int assertKept(Set<String> refused) {
    await("refused events")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .until(() -> difference(refused, refusedIds()).size() <= BatchSender.BATCH);
    await("nothing pending")
        .atMost(PATIENCE)
        .until(() -> pool.prove(pool.refusedEvents()).pending() == 0);
    assertThat(pool.prove(pool.refusedEvents()).findings()).isEmpty();
    assertThat(difference(refusedIds(), refused)).as("nothing else").isEmpty();
    assertThat(refusals())
        .allSatisfy(
            row -> {
              assertThat(row.getField("cause")).isEqualTo("invalid_value");
              assertThat(row.getField("dropped")).isEqualTo(0L);
              assertThat(row.getField("is_body_cut")).isEqualTo(false);
              assertThat(row.getField("violations").toString()).contains("/data/namespace");
            });

    return difference(refused, refusedIds()).size();
  }

  private Set<String> refusedIds() {
    return refusals().stream()
        .map(row -> (String) row.getField("event_id"))
        .collect(Collectors.toSet());
  }

  private List<Record> refusals() {
    return LakeRows.read(
        pool.table(pool.refusedEvents()), Expressions.equal("contract", edits.name()));
  }

  private List<Record> letters(String contract) {
    return LakeRows.read(pool.table(pool.deadLetters()), Expressions.equal("contract", contract));
  }

  private static String id(Record letter) {
    ByteBuffer payload = ((ByteBuffer) letter.getField("payload")).duplicate();
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try {
      return new ObjectMapper().readTree(bytes).path("id").textValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
