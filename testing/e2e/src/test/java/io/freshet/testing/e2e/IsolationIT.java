package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.StateFolder;
import io.freshet.testing.selection.FullOnly;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream moves from the pool to a job of its own and back, as a user does it, under traffic. */
@FullOnly
class IsolationIT {
  private static final String PINGS = "dasher_pings";
  private static final String DEDICATED = "  - {property: isolation, value: dedicated}\n";
  private static final String OWN_JOB = "writer-dasher-pings-taskmanager";
  private static final String POOL = "writer-taskmanager";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private Path contracts;
  private FreshetCommand command;

  @BeforeEach
  void copyTheContracts() throws IOException {
    contracts = Files.createDirectory(folder.resolve("contracts"));
    command = new FreshetCommand(folder.resolve("state"), folder.resolve("output"));
    try (Stream<Path> files = Files.list(command.project().resolve("contracts"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, contracts.resolve(file.getFileName()));
      }
    }
    command.with("FRESHET_CONTRACTS_PATH", contracts.toString());
  }

  @AfterEach
  void down() throws Exception {
    assertThat(command.run("down").exitCode()).isZero();
  }

  @Test
  void movesAStreamBetweenThePoolAndAJobOfItsOwn() throws Exception {
    run("up");
    assertThat(states()).containsEntry(POOL, PartStatus.State.RUNNING).doesNotContainKey(OWN_JOB);
    String pooled = Files.readString(contracts.resolve(PINGS + ".yaml"));
    Settings settings = Settings.load(folder.resolve("state/profile.yaml"), Map.of(), Map.of());
    Contract pings = Contracts.read(contracts).require(PINGS);

    Sent sent;
    try (Sender sender = new Sender(pings, settings)) {
      sender.awaitWritten();

      Files.writeString(contracts.resolve(PINGS + ".yaml"), pooled + DEDICATED);
      run("up");
      assertThat(states())
          .containsEntry(OWN_JOB, PartStatus.State.RUNNING)
          .containsEntry(POOL, PartStatus.State.RUNNING);
      sender.awaitWritten();

      Files.writeString(contracts.resolve(PINGS + ".yaml"), pooled);
      run("up");
      assertThat(states())
          .containsEntry(OWN_JOB, PartStatus.State.STOPPED)
          .containsEntry(POOL, PartStatus.State.RUNNING);
      sender.awaitWritten();
      sent = sender.end();
    }

    await("everything is committed")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(5))
        .untilAsserted(() -> assertThat(prove().path("pending").asLong()).isZero());
    JsonNode proof = prove();
    assertThat(proof.path("found").asLong()).isEqualTo(sent.good());
    assertThat(proof.path("dead_lettered").asLong()).isEqualTo(sent.bad());
    run("prove", "--deep");
  }

  /** How many pings, and how many that lost their last byte. */
  private record Sent(long good, long bad) {}

  /** Sends pings without a pause, some of them damaged, by a thread of its own. */
  private static final class Sender implements AutoCloseable {
    private static final int BAD_EVERY = 20;
    private static final long MORE = 200;

    private final AtomicLong good = new AtomicLong();
    private final AtomicLong bad = new AtomicLong();
    private final Map<Integer, Long> newest = new ConcurrentHashMap<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Contract contract;
    private final VariedPings pings;
    private final RawProducer producer;
    private final Catalog catalog;
    private final CompletableFuture<Void> thread;

    Sender(Contract contract, Settings settings) {
      this.contract = contract;
      this.pings =
          new VariedPings(contract, new HttpSchemaRegistry(RegistrySettings.from(settings)));
      this.producer = new RawProducer(KafkaSettings.from(settings).bootstrap());
      this.catalog = LakeCatalog.open(LakeSettings.from(settings));
      this.thread = CompletableFuture.runAsync(this::send);
    }

    private void send() {
      for (long sent = 0; !ending.get(); sent++) {
        ProducerRecord<byte[], byte[]> ping = pings.next();
        boolean isBad = sent % BAD_EVERY == 0;
        Identity place = producer.send(isBad ? cutOff(ping) : ping).join();
        newest.put(place.partition(), place.offset());
        (isBad ? bad : good).incrementAndGet();
      }
    }

    private static ProducerRecord<byte[], byte[]> cutOff(ProducerRecord<byte[], byte[]> ping) {
      byte[] value = Arrays.copyOf(ping.value(), ping.value().length - 1);

      return new ProducerRecord<>(ping.topic(), null, ping.key(), value, ping.headers());
    }

    /** Returns when pings that were sent since are in the table: whoever has the stream writes. */
    void awaitWritten() {
      long before = good.get();
      await("more pings").atMost(PATIENCE).until(() -> good.get() > before + MORE);
      Map<Integer, Long> sent = Map.copyOf(newest);
      await("them in the table")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> isHeld(sent));
    }

    /**
     * @param ends the last offset of each partition
     */
    private boolean isHeld(Map<Integer, Long> ends) {
      Ledger ledger =
          Ledger.of(LakeCatalog.require(catalog, TableLayout.name(contract)).properties());

      // A new topic is always the first source of its table.
      return ends.entrySet().stream()
          .allMatch(end -> end.getValue() < ledger.end(new Position(1, end.getKey())));
    }

    Sent end() {
      ending.set(true);
      thread.join();

      return new Sent(good.get(), bad.get());
    }

    @Override
    public void close() throws IOException {
      ending.set(true);
      producer.close();
      if (catalog instanceof Closeable closeable) {
        closeable.close();
      }
    }
  }

  private void run(String... arguments) throws Exception {
    FreshetCommand.Answer answer = command.run(arguments);
    assertThat(answer.exitCode()).as(answer.printed()).isZero();
  }

  private Map<String, PartStatus.State> states() {
    return Platform.in(new StateFolder(folder.resolve("state"))).status().stream()
        .collect(Collectors.toMap(PartStatus::name, PartStatus::state));
  }

  private JsonNode prove() throws Exception {
    Path receipt = folder.resolve("receipt.json");
    FreshetCommand.Answer answer =
        command.run("prove", PINGS, "--deep", "--json", receipt.toString());
    assertThat(answer.exitCode()).as(answer.printed()).isZero();

    return new ObjectMapper().readTree(receipt.toFile()).path("tables").path(0);
  }
}
