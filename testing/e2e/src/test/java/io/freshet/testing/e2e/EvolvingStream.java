package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableProvisioner;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A stream whose contract changes while a pool writes it, and all that was ever sent to it. */
final class EvolvingStream {
  private static final int EVENTS = 20;

  private final EmbeddedPlatform platform;
  private final WriterPool pool;
  private final IntFunction<Map<String, Object>> keys;
  private final List<Identity> sent = new ArrayList<>();
  private Contract contract;
  private String text;

  /**
   * @param keys what an event has by its number, whatever the contract's version
   */
  EvolvingStream(
      EmbeddedPlatform platform,
      WriterPool pool,
      String shippedName,
      IntFunction<Map<String, Object>> keys)
      throws IOException {
    this.platform = platform;
    this.pool = pool;
    this.keys = keys;
    this.contract = pool.contract(shippedName);
    this.text = Files.readString(pool.contractsFolder().resolve(contract.name() + ".yaml"));
  }

  /**
   * A producer that knows one version of the contract.
   *
   * @param values what each of its events has besides the keys
   */
  record Sender(Contract contract, Map<String, Object> values) {}

  String name() {
    return contract.name();
  }

  /** The contract as it was applied last, changed. */
  Contract apply(String version, UnaryOperator<String> edit) throws Exception {
    return apply(edit.apply(text).replaceFirst("(?m)^version: .*$", "version: " + version));
  }

  /** As `freshet contract apply` does, table first. */
  Contract apply(String yaml) throws Exception {
    text = yaml;
    contract = ContractTexts.parse(name(), yaml);
    Catalog catalog = LakeCatalog.open(LakeSettings.from(platform.settings()));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      Change change = new TableProvisioner(catalog).plan(contract, Optional.of(yaml));
      assertThat(change.action()).as(change.detail()).isEqualTo(Change.Action.UPDATE);
      change.step().run();
    }
    pool.streams().provisioner().apply(contract);

    return contract;
  }

  /**
   * Sends events of each in turns, and returns when the table's ledger has passed them. The newest
   * comes first, so that each partition has an event of its version before those of others.
   *
   * @return where those of each are
   */
  List<List<Identity>> send(Sender... newestFirst) {
    List<List<ProducerRecord<byte[], byte[]>>> events =
        Stream.of(newestFirst).map(this::events).toList();
    List<List<CompletableFuture<Identity>>> answers = new ArrayList<>();
    events.forEach(each -> answers.add(new ArrayList<>()));
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      for (int number = 0; number < EVENTS; number++) {
        for (int sender = 0; sender < newestFirst.length; sender++) {
          answers.get(sender).add(producer.send(events.get(sender).get(number)));
        }
      }
    }
    List<List<Identity>> places =
        answers.stream().map(each -> each.stream().map(CompletableFuture::join).toList()).toList();
    places.forEach(sent::addAll);
    pool.awaitCommitted(contract, sent);

    return places;
  }

  private List<ProducerRecord<byte[], byte[]>> events(Sender sender) {
    EventEncoder encoder =
        EventEncoder.of(
            sender.contract(), pool.streams().registry(), EventEncoder.Origin.of("/test"));
    PayloadBuilder event = new PayloadBuilder(sender.contract());
    List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    for (int number = 0; number < EVENTS; number++) {
      keys.apply(number).forEach(event::set);
      sender.values().forEach(event::set);
      events.add(encoder.encode(event.build()));
    }

    return events;
  }

  /** The rows of the table, none of which stands there twice. */
  Map<Identity, Record> rows() {
    return LakeRows.of(pool.table(contract)).stream()
        .collect(Collectors.toMap(LakeRows::identity, row -> row));
  }

  Schema schema() {
    return pool.table(contract).schema();
  }

  /** The table's columns in its order. */
  List<String> columns() {
    return schema().columns().stream().map(Types.NestedField::name).toList();
  }

  /** All that was ever sent is in the table once, by rows, ledger and the events decoded anew. */
  void assertAllThere() {
    assertThat(rows().keySet()).isEqualTo(Set.copyOf(sent));
    Proof proof = pool.prove(contract);
    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals()).isEqualTo(new Proof.Totals(sent.size(), sent.size(), 0, 0, 0, 0, 0));
    assertThat(proof.scope().valuesProved()).isEqualTo(sent.size());
    assertThat(pool.proveByEvents(contract).findings()).isEmpty();
  }
}
