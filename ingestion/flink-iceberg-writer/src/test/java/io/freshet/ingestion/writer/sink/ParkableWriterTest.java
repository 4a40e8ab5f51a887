package io.freshet.ingestion.writer.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.RedriveOrigin;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.Counts;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.LogSource;
import io.freshet.core.lake.TableContract;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.ingestion.writer.commit.TableCommittable;
import io.freshet.ingestion.writer.table.DeadLetterWriter;
import io.freshet.ingestion.writer.table.TripTables;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.inmemory.InMemoryCatalog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract says or does not say that orders can be cancelled; that alters no schema. */
class ParkableWriterTest {
  private static final String ORDERS = "order_events";
  private static final Path SHIPPED = Path.of("../../contracts");
  private static final LogSource SOURCE = new LogSource("cluster", ORDERS, "topic-id");
  private static final Duration LONG = Duration.ofSeconds(11);
  private static final Duration SHORT = Duration.ofSeconds(2);

  private static final boolean PARKED = true;
  private static final boolean OPEN = false;

  private final AwayCatalog catalog = new AwayCatalog();
  private final InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
  private String whole;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private long offset;
  private ParkableWriter writer;

  @BeforeEach
  void readContract() throws IOException {
    whole = Files.readString(SHIPPED.resolve(ORDERS + ".yaml"));
    catalog.initialize("test", Map.of());
    new TableProvisioner(catalog).plan(TripTables.deadLetters()).step().run();
  }

  @AfterEach
  void close() {
    writer.close();
  }

  @Test
  void takesTheFirstRecordThatALoosenedRuleAllows() {
    writer = writing(forgetful("1.0.0"));
    write("created", "cancelled");

    apply(whole("1.1.0"));
    now = now.plus(LONG);
    write("cancelled", "created");

    assertFinishes(3, 1);
  }

  @Test
  void asksSeldomWhereRecordAfterRecordIsRefused() {
    writer = writing(forgetful("1.0.0"));
    write("created", "cancelled");
    int before = catalog.loads;

    write("cancelled", "cancelled", "cancelled");
    assertThat(catalog.loads).isEqualTo(before);

    now = now.plus(LONG);
    write("cancelled", "cancelled");
    assertThat(catalog.loads).isEqualTo(before + 1);
  }

  @Test
  void asksNothingWhileRecordsAreTaken() {
    writer = writing(whole("1.0.0"));
    write("created");
    int before = catalog.loads;

    now = now.plus(LONG);
    write("cancelled", "created", "cancelled");
    assertFinishes(4, 0);

    assertThat(catalog.loads).isEqualTo(before);
  }

  /** Though the stream is one of those whose records are refused all the time. */
  @Test
  void judgesWhatARedriveSendsByTheContractOfThen() {
    writer = writing(forgetful("1.0.0"));
    write("created", "cancelled");

    apply(whole("1.1.0"));
    now = now.plus(SHORT);
    write("cancelled");
    writer.write(redriven("cancelled"));
    writer.write(redriven("cancelled"));

    assertFinishes(3, 2);
  }

  /** In one checkpoint: what was read before is written, each once, and in the account. */
  @Test
  void refusesWhatATightenedRuleForbidsOnceItIsTold() {
    writer = writing(whole("1.0.0"));
    write("cancelled");

    apply(forgetful("1.1.0"));
    write("cancelled");
    writer.followContract();
    write("cancelled", "created");

    TableCommittable committable = assertFinishes(3, 1);
    Table table = catalog.loadTable(TableIdentifier.of("raw", ORDERS));
    TripTables.append(table, committable.files());
    assertThat(TripTables.rows(table))
        .extracting(row -> row.getField("_offset"))
        .containsExactlyInAnyOrder(0L, 1L, 3L);
  }

  @Test
  void followsARuleThatWasMendedUnderTheSameVersion() {
    writer = writing(forgetful("1.0.0"));
    write("created");

    apply(whole("1.0.0"));
    writer.followContract();
    write("cancelled");

    assertFinishes(2, 0);
  }

  @Test
  void goesBackToAContractOfALowerVersion() {
    String before = forgetful("1.0.0");
    SinkPlan.StreamPlan stream = provision(whole("1.1.0"), OPEN);
    writer = ParkableWriter.open(opening(stream), false);
    write("cancelled");

    apply(before);
    writer.followContract();
    write("cancelled");
    assertFinishes(1, 1);
    writer.close();

    writer = ParkableWriter.open(opening(stream), false);
    write("cancelled");
    assertFinishes(0, 1);
  }

  /** A job that was given a newer contract than its table has goes by its own. */
  @Test
  void keepsTheJobsContractWhereTheTableIsBehindIt() {
    SinkPlan.StreamPlan behind = provision(forgetful("1.0.0"), OPEN);
    SinkPlan.StreamPlan ahead =
        new SinkPlan.StreamPlan(
            contract(whole("1.1.0")), SOURCE, 1, List.of(), behind.applied(), OPEN);
    writer = ParkableWriter.open(opening(ahead), false);

    writer.followContract();
    write("cancelled");

    assertFinishes(1, 0);
  }

  @Test
  void goesOnWithWhatItHasWhileTheCatalogIsAwayAndLooksAgain() {
    writer = writing(whole("1.0.0"));
    write("cancelled");
    apply(forgetful("1.1.0"));

    catalog.isAway = true;
    writer.followContract();
    write("cancelled");
    assertFinishes(2, 0);

    catalog.isAway = false;
    writer.finish();
    write("cancelled");
    assertFinishes(0, 1);
  }

  /** What was taken in is in no file then, and must be read again. */
  @Test
  void failsWhereTheFilesOfBeforeCantBeFinished() {
    SinkPlan.StreamPlan stream = provision(whole("1.0.0"), OPEN);
    catalog.isStoreBroken = true;
    writer = ParkableWriter.open(opening(stream), false);
    catalog.isStoreBroken = false;
    write("cancelled");
    apply(forgetful("1.1.0"));

    assertThatThrownBy(writer::followContract).hasStackTraceContaining("The store is away");
  }

  @Test
  void refusesByWhatItHasWhileTheCatalogIsAway() {
    writer = writing(forgetful("1.0.0"));
    write("created");

    now = now.plus(LONG);
    catalog.isAway = true;
    write("cancelled");

    assertFinishes(1, 1);
  }

  @Test
  void staysAsItIsWhereTheTablesContractCantBeRead() {
    writer = writing(forgetful("1.0.0"));
    write("created");

    catalog
        .loadTable(TableIdentifier.of("raw", ORDERS))
        .updateProperties()
        .set(TableContract.PROPERTY, "no contract")
        .commit();
    writer.followContract();
    write("created", "cancelled");

    assertFinishes(2, 1);
  }

  @Test
  void leavesAParkedStreamParked() {
    writer = ParkableWriter.open(opening(provision(whole("1.0.0"), PARKED)), false);
    apply(forgetful("1.1.0"));

    writer.followContract();
    write("created", "cancelled");

    assertThat(writer.finish()).isEmpty();
  }

  private ParkableWriter writing(String text) {
    return ParkableWriter.open(opening(provision(text, OPEN)), false);
  }

  private SinkPlan.StreamPlan provision(String text, boolean isParked) {
    apply(text);
    Contract contract = contract(text);
    Table table = catalog.loadTable(TableLayout.name(contract));
    TableProvisioner.numberSource(table, SOURCE);

    return new SinkPlan.StreamPlan(
        contract, SOURCE, 1, List.of(), TableContract.applied(table.properties()), isParked);
  }

  private StreamOpening opening(SinkPlan.StreamPlan stream) {
    Contract deadLetters = TripTables.deadLetters();
    WriterInstance instance = new WriterInstance(0, 1, () -> now);
    SinkPlan plan =
        new SinkPlan(
            List.of(stream),
            WritePath.COLUMNAR,
            deadLetters,
            Contracts.read(SHIPPED).tableCommits(),
            new KafkaSettings("127.0.0.1:9092", 3),
            RegistrySettings.of("http://127.0.0.1:8081"),
            new LakeSettings(
                "http://127.0.0.1:8181",
                "token",
                "s3://lake",
                new LakeSettings.ObjectStore("", "us-east-1", "", "", false)));

    return new StreamOpening(
        plan,
        stream,
        catalog,
        registry,
        new DeadLetterWriter(
            deadLetters,
            catalog.loadTable(TableLayout.name(deadLetters)),
            Map.of(ORDERS, 1),
            (id, deadLetter) -> {},
            instance),
        instance);
  }

  private String whole(String version) {
    return whole.replace("version: 1.0.0", "version: " + version);
  }

  private String forgetful(String version) {
    return whole(version).replace("                - cancelled\n", "");
  }

  private static Contract contract(String text) {
    return ContractTexts.parse(ORDERS, text);
  }

  private void apply(String text) {
    new TableProvisioner(catalog).plan(contract(text), Optional.of(text)).step().run();
  }

  private void write(String... states) {
    for (String state : states) {
      writer.write(received(sent(state)));
    }
  }

  private LogRecord redriven(String state) {
    ProducerRecord<byte[], byte[]> sent = sent(state);
    sent.headers().add(RedriveOrigin.HEADER, "1:0:1".getBytes(StandardCharsets.US_ASCII));

    return received(sent);
  }

  private ProducerRecord<byte[], byte[]> sent(String state) {
    Contract contract = contract(whole);

    return EventEncoder.of(contract, registry, EventEncoder.Origin.of("/test"))
        .encode(
            new PayloadBuilder(contract)
                .set("market", "san_francisco")
                .set("order_id", 1)
                .set("order_version", 1)
                .set("state", state)
                .set("event_time", now)
                .set("synthetic", false)
                .build());
  }

  private LogRecord received(ProducerRecord<byte[], byte[]> sent) {
    return LogRecord.of(
        new ConsumerRecord<>(
            sent.topic(),
            0,
            offset++,
            now.toEpochMilli(),
            TimestampType.LOG_APPEND_TIME,
            sent.key().length,
            sent.value().length,
            sent.key(),
            sent.value(),
            sent.headers(),
            Optional.empty()));
  }

  private TableCommittable assertFinishes(long rows, long deadLettered) {
    TableCommittable committable = writer.finish().orElseThrow();
    Counts counts = committable.ranges().get(0).counts();
    assertThat(counts.rows()).as("rows").isEqualTo(rows);
    assertThat(counts.deadLettered()).as("dead letters").isEqualTo(deadLettered);

    return committable;
  }

  /** A catalog that counts who asks, and can be away, as can the store of its tables. */
  private static final class AwayCatalog extends InMemoryCatalog {
    private boolean isAway;
    private boolean isStoreBroken;
    private int loads;

    @Override
    public Table loadTable(TableIdentifier name) {
      loads++;
      if (isAway) {
        throw new RESTException("The catalog is away");
      }

      Table table = super.loadTable(name);

      return isStoreBroken
          ? new BaseTable(new BrokenStore(((HasTableOperations) table).operations()), table.name())
          : table;
    }
  }
}
