package io.freshet.bench.ingest;

import io.freshet.bench.Countdown;
import io.freshet.bench.Stage;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.admin.Admin;

/**
 * The same pings in another stream, as if half of their producers had not been deployed since a
 * column was added: every second event is of the contract's version before.
 */
final class EvolvedPings {
  static final String NAME = "bench_evolved";

  private static final String ENDING = ".yaml";

  /** The column that the older version lacks. */
  private static final Pattern ADDED =
      Pattern.compile("      - name: accuracy_meters\\n(?:        .*\\n)+");

  private static final Duration POLL = Duration.ofSeconds(1);

  private final Stage stage;
  private final Path folder;
  private final Contract older;
  private final Contract newer;

  private EvolvedPings(Stage stage, Path folder, Contract older, Contract newer) {
    this.stage = stage;
    this.folder = folder;
    this.older = older;
    this.newer = newer;
  }

  /** Writes the contract into a folder of its own. */
  static EvolvedPings write(Stage stage) {
    Path shipped = Path.of(stage.settings().text("contracts.path"));
    Path folder = stage.scratch().resolve("evolved");
    try {
      Files.createDirectories(folder);
      String now =
          Files.readString(shipped.resolve(IngestBench.PINGS + ENDING))
              .replace(IngestBench.PINGS, NAME);
      String before = ADDED.matcher(now).replaceFirst("");
      if (before.equals(now)) {
        throw new FreshetException(
            Fault.OURS, "The contract %s has no accuracy_meters".formatted(IngestBench.PINGS));
      }
      Contract older = written(folder, before);

      return new EvolvedPings(stage, folder, older, written(folder, now));
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot write contracts into " + folder, e);
    }
  }

  private static Contract written(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve(NAME + ENDING), text);

    return Contracts.read(folder).require(NAME);
  }

  /** Where the contract is, as it is now. */
  Path folder() {
    return folder;
  }

  Contract contract() {
    return newer;
  }

  /** Makes the stream and copies so many pings into it. */
  void fill(long count) {
    HttpSchemaRegistry registry = new HttpSchemaRegistry(RegistrySettings.from(stage.settings()));
    apply(registry, older);
    EventEncoder.Origin origin = EventEncoder.Origin.of("/bench");
    try (EventProducer before = EventProducer.open(older, stage.kafka(), registry, origin)) {
      apply(registry, newer);
      try (EventProducer now = EventProducer.open(newer, stage.kafka(), registry, origin);
          EventConsumer pings =
              EventConsumer.fromBeginning(
                  stage.kafka(), registry, List.of(stage.contracts().require(IngestBench.PINGS)))) {
        copy(pings, List.of(before, now), count);
      }
    }
  }

  private void apply(HttpSchemaRegistry registry, Contract contract) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stage.kafka().bootstrap()))) {
      new StreamProvisioner(admin, registry, stage.kafka()).apply(contract);
    }
  }

  private void copy(EventConsumer pings, List<EventProducer> versions, long count) {
    Countdown countdown = new Countdown("older and newer", count, stage.progress());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    long copied = 0;
    while (copied < count) {
      for (Received received : pings.poll(POLL)) {
        if (copied < count && received.decoded() instanceof Decoded.Event event) {
          EventProducer version = versions.get((int) (copied % versions.size()));
          send(version, event.payload())
              .whenComplete((position, problem) -> failure.compareAndSet(null, problem));
          countdown.at(++copied);
        }
      }
    }
    versions.forEach(EventProducer::flush);
    if (failure.get() != null) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Kafka has not taken an event of the bench", failure.get());
    }
  }

  private static CompletionStage<?> send(EventProducer version, GenericRecord ping) {
    Schema schema = version.encoder().schema();
    GenericRecord copy = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      copy.put(field.pos(), ping.get(field.name()));
    }

    return version.send(copy);
  }
}
