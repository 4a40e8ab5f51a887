package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.Proof;
import io.freshet.assurance.prove.Proof.State;
import io.freshet.core.contract.Contract;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.samples.ParquetRows;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody changes a table's files by hand, and the proof says which records that has hit: a proof
 * of all, and one that only looks at what has changed since the last, where the table knows of it.
 */
@FullOnly
class SabotageIT {
  private static final int PINGS = 200;
  private static final int PARQUET_MAGIC_BYTES = 4;

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static WriterPool pool;

  private final Contract pings = pool.contract("dasher_pings");
  private Baseline sound;
  private long before;

  /** Where the last commit's offsets begin, by partition. */
  private Map<Integer, Long> lastCommit;

  /** From where to look. */
  enum Since {
    BEGINNING,
    LAST_PROOF
  }

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

  /** Two commits at least; the last one can be dropped. */
  @BeforeEach
  void write() {
    send();
    before = pool.table(pings).currentSnapshot().snapshotId();
    lastCommit =
        pool.ledger(pings).entries().entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> entry.getKey().partition(), entry -> entry.getValue().end()));
    send();
    Proof proof = pool.prove(pings, Optional.empty());
    assertThat(proof.findings()).isEmpty();
    sound = proof.scope().state().orElseThrow();
  }

  private void send() {
    BadRecords records = new BadRecords(pings, pool.streams());
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      List<CompletableFuture<Identity>> sent = new ArrayList<>();
      for (int dasher = 0; dasher < PINGS; dasher++) {
        sent.add(producer.send(records.good(dasher, Instant.now())));
      }
      pool.awaitCommitted(pings, sent.stream().map(CompletableFuture::join).toList());
    }
  }

  /** The properties stay, and with them the ledger: only the files are those of before. */
  @AfterEach
  void restore() {
    pool.table(pings).manageSnapshots().setCurrentSnapshot(sound.snapshot()).commit();
  }

  @ParameterizedTest
  @EnumSource
  void catchesARowThatIsGone(Since since) {
    Record gone = alterAFile(rows -> rows.remove(rows.size() / 2));

    assertOne(State.MISSING, gone, since);
  }

  @ParameterizedTest
  @EnumSource
  void catchesARowThatIsThereTwice(Since since) {
    Record doubled =
        alterAFile(
            rows -> {
              rows.add(rows.get(rows.size() / 2));

              return rows.get(rows.size() / 2);
            });

    assertOne(State.DOUBLED, doubled, since);
  }

  @ParameterizedTest
  @EnumSource
  void catchesAValueThatIsAnother(Since since) {
    Record altered = alterAFile(SabotageIT::alterALatitude);

    assertAltered(prove(since), altered);
  }

  /** The step of the last digit, some 11 cm. */
  private static Record alterALatitude(List<Record> rows) {
    Record row = rows.get(rows.size() / 2);
    BigDecimal latitude = (BigDecimal) row.getField("latitude");
    row.setField("latitude", latitude.add(new BigDecimal("0.000001")));

    return row;
  }

  private void assertAltered(Proof proof, Record altered) {
    assertThat(proof.findings())
        .singleElement()
        .asString()
        .contains("the values at offsets", "are not those that the writer decoded");
    assertThat(proof.ranges())
        .filteredOn(range -> range.state() == State.ALTERED)
        .singleElement()
        .satisfies(
            range -> {
              Identity hit = LakeRows.identity(altered);
              assertThat(range.partition()).isEqualTo(hit.partition());
              assertThat(hit.offset()).isBetween(range.from(), range.to());
              assertThat(range.from()).isGreaterThanOrEqualTo(lastCommit.get(hit.partition()));
            });
  }

  /** As somebody does who may write to the store: the table is told nothing. */
  @Test
  void catchesAFileThatIsOverwrittenInItsPlaceWhenAllIsRead() {
    Table table = pool.table(pings);
    DataFile file = LakeFiles.newest(table);
    List<Record> rows = LakeFiles.read(table, file);
    byte[] same = bytes(table, ParquetRows.file(table, rows, file.partition()));
    Record altered = alterALatitude(rows);
    byte[] other = bytes(table, ParquetRows.file(table, rows, file.partition()));
    int length = Math.max(same.length, other.length);
    DataFile rewritten = rewrite(table, file, padded(same, length));
    Proof proof = prove(Since.LAST_PROOF);
    assertThat(proof.findings()).isEmpty();
    Baseline rewrite = proof.scope().state().orElseThrow();

    overwrite(table, rewritten, padded(other, length));

    assertAltered(prove(Since.BEGINNING), altered);
    assertThat(pool.prove(pings, Optional.of(rewrite)).findings()).isEmpty();
  }

  @Test
  void namesAFileThatIsOverwrittenByALongerOne() {
    Table table = pool.table(pings);
    DataFile file = LakeFiles.newest(table);
    byte[] original = bytes(table, file);
    overwrite(table, file, padded(original, original.length + 1));
    try {
      assertThatThrownBy(() -> prove(Since.BEGINNING))
          .isInstanceOf(FreshetException.class)
          .hasMessageStartingWith(file.location())
          .hasMessageEndingWith("somebody has overwritten it");
    } finally {
      overwrite(table, file, original);
    }
  }

  @Test
  void namesAFileThatIsGoneFromTheStore() {
    Table table = pool.table(pings);
    DataFile file = LakeFiles.newest(table);
    byte[] original = bytes(table, file);
    table.io().deleteFile(file.location());
    try {
      assertThatThrownBy(() -> prove(Since.BEGINNING))
          .isInstanceOf(FreshetException.class)
          .hasMessageStartingWith(file.location())
          .hasMessageEndingWith("is gone from the store");
    } finally {
      overwrite(table, file, original);
    }
  }

  private static DataFile rewrite(Table table, DataFile file, byte[] bytes) {
    DataFile rewritten =
        DataFiles.builder(table.spec())
            .copy(file)
            .withPath("%s/data/%s.parquet".formatted(table.location(), UUID.randomUUID()))
            .withFileSizeInBytes(bytes.length)
            .withSplitOffsets(List.of())
            .build();
    overwrite(table, rewritten, bytes);
    table.newRewrite().rewriteFiles(Set.of(file), Set.of(rewritten)).commit();

    return rewritten;
  }

  /** A Parquet file ends with its footer, which tells where all else is from the beginning. */
  private static byte[] padded(byte[] parquet, int length) {
    int tail = parquet.length - Integer.BYTES - PARQUET_MAGIC_BYTES;
    int footer = tail - ByteBuffer.wrap(parquet).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);

    return ByteBuffer.allocate(length)
        .put(parquet, 0, footer)
        .position(footer + length - parquet.length)
        .put(parquet, footer, parquet.length - footer)
        .array();
  }

  private static byte[] bytes(Table table, DataFile file) {
    try (SeekableInputStream stored = table.io().newInputFile(file.location()).newStream()) {
      return stored.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Table table, DataFile file, byte[] bytes) {
    try (PositionOutputStream stored =
        table.io().newOutputFile(file.location()).createOrOverwrite()) {
      stored.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void catchesACommitThatIsGone(Since since) {
    List<Identity> held = LakeRows.identities(LakeRows.of(pool.table(pings)));
    pool.table(pings).manageSnapshots().rollbackTo(before).commit();
    List<Identity> lost = new ArrayList<>(held);
    lost.removeAll(LakeRows.identities(LakeRows.of(pool.table(pings))));

    Proof proof = prove(since);
    assertThat(proof.totals().missing()).isEqualTo(lost.size()).isGreaterThanOrEqualTo(PINGS);
    for (Identity each : lost) {
      assertThat(proof.ranges())
          .filteredOn(range -> range.state() == State.MISSING)
          .anyMatch(
              range ->
                  range.partition() == each.partition()
                      && range.from() <= each.offset()
                      && each.offset() <= range.to());
    }
  }

  private void assertOne(State state, Record row, Since since) {
    Identity identity = LakeRows.identity(row);
    Proof proof = prove(since);

    assertThat(proof.findings())
        .containsExactly(
            "Partition 1:%d: 1 records %s at offsets %d to %d"
                .formatted(
                    identity.partition(),
                    state == State.MISSING ? "missing" : "doubled",
                    identity.offset(),
                    identity.offset()));
  }

  private Proof prove(Since since) {
    return pool.prove(pings, since == Since.BEGINNING ? Optional.empty() : Optional.of(sound));
  }

  /** What is done to the rows of a file; answers the row that it was done to. */
  private interface Sabotage {
    Record on(List<Record> rows);
  }

  /** As somebody does who may commit to the table. */
  private Record alterAFile(Sabotage sabotage) {
    Table table = pool.table(pings);
    DataFile file = LakeFiles.newest(table);
    List<Record> rows = LakeFiles.read(table, file);
    Record hit = sabotage.on(rows);
    table
        .newOverwrite()
        .deleteFile(file)
        .addFile(ParquetRows.file(table, rows, file.partition()))
        .commit();

    return hit;
  }
}
