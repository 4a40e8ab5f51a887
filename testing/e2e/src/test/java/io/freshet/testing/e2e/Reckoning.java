package io.freshet.testing.e2e;

import static io.freshet.testing.e2e.LakeRows.identities;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.stream.EventConsumer;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.TableLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.data.Record;

/** Holds everything that was ever sent to a pool against what became of it. */
final class Reckoning {
  private final WriterPool pool;
  private final Contract pings;
  private final Contract orders;

  Reckoning(WriterPool pool) {
    this.pool = pool;
    this.pings = pool.contract("dasher_pings");
    this.orders = pool.contract("order_events");
  }

  Proof assertAllThere(Traffic.Sent sent) {
    pool.awaitCommitted(pings, sent.all());

    Set<Identity> rows = once(LakeRows.of(pool.table(pings)));
    Set<Identity> dead = once(deadLetters());
    assertThat(without(sent.good(), rows)).as("good ones that are no rows").isEmpty();
    assertThat(without(sent.bad(), dead)).as("bad ones that are no dead letters").isEmpty();
    Proof proof = assertProven(pings);
    assertThat(proof.totals().found()).isEqualTo(rows.size());
    assertThat(proof.totals().deadLettered()).isEqualTo(dead.size());
    assertThat(proof.totals().expected()).isEqualTo(rows.size() + dead.size());
    Proof byEvents = pool.proveByEvents(pings);
    assertThat(byEvents.findings()).isEmpty();
    assertThat(byEvents.scope().valuesProved()).isEqualTo(rows.size());
    assertWatermarksNeverStepBack();

    return proof;
  }

  /** The identities of rows, each of which stands there once. */
  static Set<Identity> once(List<Record> rows) {
    Set<Identity> distinct = new HashSet<>(identities(rows));
    assertThat(rows).hasSameSizeAs(distinct);

    return distinct;
  }

  static Set<Identity> without(List<Identity> all, Set<Identity> some) {
    Set<Identity> rest = new HashSet<>(all);
    rest.removeAll(some);

    return rest;
  }

  Proof assertProven(Contract contract) {
    Proof proof = pool.prove(contract);

    assertThat(proof.findings()).isEmpty();
    assertThat(proof.totals().missing()).isZero();
    assertThat(proof.totals().doubled()).isZero();
    assertThat(proof.scope().valuesProved()).isEqualTo(proof.totals().found());
    assertThat(pool.ledger(contract).total().seen()).isEqualTo(proof.totals().expected());

    return proof;
  }

  List<Record> deadLetters() {
    return LakeRows.deadLettersOf(pings, pool.table(pool.deadLetters()));
  }

  List<GenericRecord> events(Contract contract) {
    List<GenericRecord> events = new ArrayList<>();
    try (EventConsumer consumer =
        EventConsumer.fromBeginning(
            pool.streams().kafka(), pool.streams().registry(), List.of(contract))) {
      while (!consumer.isAtEnd()) {
        consumer.poll(Duration.ofSeconds(1)).stream()
            .map(received -> ((Decoded.Event) received.decoded()).payload())
            .forEach(events::add);
      }
    }

    return events;
  }

  /** Every commit is announced, and none with a watermark before the previous one's. */
  void assertWatermarksNeverStepBack() {
    for (Contract contract : List.of(pings, orders)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                Map<Long, Instant> announced = announced(contract);
                Instant before = Instant.MIN;
                for (Snapshot snapshot : commits(contract)) {
                  assertThat(announced).containsKey(snapshot.snapshotId());
                  Instant watermark = announced.get(snapshot.snapshotId());
                  assertThat(watermark).isAfterOrEqualTo(before);
                  before = watermark;
                }
              });
    }
  }

  private List<Snapshot> commits(Contract contract) {
    return StreamSupport.stream(pool.table(contract).snapshots().spliterator(), false)
        .filter(snapshot -> snapshot.summary().containsKey(CommitSummary.RANGES))
        .sorted((one, other) -> Long.compare(one.sequenceNumber(), other.sequenceNumber()))
        .toList();
  }

  /** Snapshot ids with the first watermark that was announced for them. */
  private Map<Long, Instant> announced(Contract contract) {
    String table = TableLayout.name(contract).toString();
    Map<Long, Instant> announced = new HashMap<>();
    for (GenericRecord commit : events(pool.tableCommits())) {
      if (EventFields.text(commit, "table").equals(table)) {
        announced.putIfAbsent(
            EventFields.longValue(commit, "snapshot_id"),
            EventFields.has(commit, "watermark")
                ? EventFields.instant(commit, "watermark")
                : Instant.MIN);
      }
    }

    return announced;
  }
}
