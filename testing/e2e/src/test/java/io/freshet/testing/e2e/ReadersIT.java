package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.assurance.prove.Proof;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.ByteBuffers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engines that people use read what the writer leaves behind, value by value as Iceberg's own
 * reader does: with Parquet pages v2, with v1, and columns of every type that has no parts.
 */
@FullOnly
class ReadersIT {
  private static final int EVENTS = 3000;

  /** Another file for each, as the writer commits every second. */
  private static final int COMMITS = 3;

  private static final String PAGES_V2 = "  - {property: parquetPages, value: v2}\n";

  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG, Part.TRINO);

  private static WriterPool pagesV1;
  private static WriterPool pagesV2;
  private static WriterPool everyType;

  @TempDir private Path folder;

  @BeforeAll
  static void write() throws Exception {
    pagesV1 = written(Map.of());
    pagesV2 = written(Map.of("dasher_pings", text -> text + PAGES_V2));
    everyType = written(Map.of("dasher_pings", text -> EveryType.columnsIn(text) + PAGES_V2));
  }

  /** What was sent, or else the engines would agree on what is wrong. */
  private static WriterPool written(Map<String, UnaryOperator<String>> edits) throws Exception {
    WriterPool pool = new WriterPool(platform, List.of(), edits, "dasher_pings");
    pool.start();
    Contract pings = pool.contract("dasher_pings");
    VariedPings events = new VariedPings(pings, pool.streams().registry());
    try (RawProducer producer = new RawProducer(pool.streams().kafka().bootstrap())) {
      for (int commit = 0; commit < COMMITS; commit++) {
        List<CompletableFuture<Identity>> sent = new ArrayList<>();
        for (int event = 0; event < EVENTS; event++) {
          sent.add(producer.send(events.next()));
        }
        producer.flush();
        pool.awaitCommitted(pings, sent.stream().map(CompletableFuture::join).toList());
      }
    }
    pool.stop();
    for (Proof proof : List.of(pool.prove(pings), pool.proveByEvents(pings))) {
      assertThat(proof.findings()).isEmpty();
      assertThat(proof.scope().valuesProved()).isEqualTo(EVENTS * COMMITS);
    }

    return pool;
  }

  @AfterAll
  static void stop() throws Exception {
    for (WriterPool pool :
        Stream.of(pagesV1, pagesV2, everyType).filter(each -> each != null).toList()) {
      pool.close();
    }
  }

  @Test
  void trino() throws Exception {
    for (WriterPool pool : List.of(pagesV1, pagesV2, everyType)) {
      assertThat(readByTrino(table(pool), name(pool))).isEqualTo(expected(pool));
    }
  }

  @Test
  void pyiceberg() throws Exception {
    for (WriterPool pool : List.of(pagesV1, pagesV2, everyType)) {
      assertThat(Readers.ofLake(platform).read("pyiceberg", name(pool), table(pool).schema()))
          .containsExactlyInAnyOrderElementsOf(expected(pool));
    }
  }

  @Test
  void spark() throws Exception {
    for (WriterPool pool : List.of(pagesV1, pagesV2, everyType)) {
      assertThat(Readers.ofLake(platform).read("spark", name(pool), table(pool).schema()))
          .containsExactlyInAnyOrderElementsOf(expected(pool));
    }
  }

  @Test
  void duckdb() throws Exception {
    for (WriterPool pool : List.of(pagesV1, pagesV2, everyType)) {
      Path files = Files.createDirectory(folder.resolve(name(pool)));
      copyFiles(table(pool), files);

      assertThat(Readers.ofFiles().read("duckdb", files.toString(), table(pool).schema()))
          .containsExactlyInAnyOrderElementsOf(expected(pool));
    }
  }

  @Test
  void pagesV2AreThoseThatSaveSpace() throws Exception {
    assertThat(encodings(pagesV1, "latitude")).noneMatch(each -> each.contains("DELTA_BINARY"));
    assertThat(encodings(pagesV2, "latitude")).allMatch(each -> each.contains("DELTA_BINARY"));
  }

  private List<String> encodings(WriterPool pool, String column) throws Exception {
    Path files = Files.createDirectory(folder.resolve(name(pool)));
    copyFiles(table(pool), files);
    List<String> encodings =
        Readers.ofFiles().read("encodings", files.toString(), new Schema(List.of())).stream()
            .filter(line -> line.startsWith(column + "|"))
            .toList();
    assertThat(encodings).isNotEmpty();

    return encodings;
  }

  private static Table table(WriterPool pool) {
    return pool.table(pool.contract("dasher_pings"));
  }

  private static String name(WriterPool pool) {
    return TableLayout.name(pool.contract("dasher_pings")).toString();
  }

  /** As Iceberg's own reader has them, in the form of {@code readers.py}. */
  private static List<String> expected(WriterPool pool) {
    List<Record> rows = LakeRows.of(table(pool));
    assertThat(rows).hasSize(EVENTS * COMMITS);
    int columns = table(pool).schema().columns().size();
    List<String> lines = new ArrayList<>();
    for (Record row : rows) {
      List<String> values = new ArrayList<>();
      for (int column = 0; column < columns; column++) {
        values.add(text(row.get(column)));
      }
      lines.add(String.join("|", values));
    }

    return lines.stream().sorted().toList();
  }

  private static String text(Object value) {
    if (value == null) {
      return "-";
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Float || value instanceof Double) {
      return Long.toString(Double.doubleToLongBits(((Number) value).doubleValue()));
    }
    if (value instanceof byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }
    if (value instanceof ByteBuffer bytes) {
      return text(ByteBuffers.toByteArray(bytes));
    }
    if (value instanceof OffsetDateTime time) {
      return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant()));
    }

    return value.toString();
  }

  private static List<String> readByTrino(Table table, String name) throws SQLException {
    Properties user = new Properties();
    user.setProperty("user", platform.settings().text("trino.user"));
    String url =
        "jdbc:trino://%s:%s/lake"
            .formatted(
                platform.settings().text("trino.host"), platform.settings().text("trino.port"));
    List<String> columns =
        table.schema().columns().stream()
            .map(
                column ->
                    column.type() instanceof Types.TimestampType
                        ? "cast(round(to_unixtime(%s) * 1e6) as bigint)".formatted(column.name())
                        : column.name())
            .toList();
    List<String> lines = new ArrayList<>();
    try (Connection trino = DriverManager.getConnection(url, user);
        ResultSet rows =
            trino
                .createStatement()
                .executeQuery("select %s from %s".formatted(String.join(", ", columns), name))) {
      while (rows.next()) {
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= columns.size(); column++) {
          values.add(text(rows.getObject(column)));
        }
        lines.add(String.join("|", values));
      }
    }

    return lines.stream().sorted().toList();
  }

  private static void copyFiles(Table table, Path folder) throws IOException {
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      int number = 0;
      for (FileScanTask task : tasks) {
        try (InputStream bytes = table.io().newInputFile(task.file().location()).newStream()) {
          Files.copy(bytes, folder.resolve(number++ + ".parquet"));
        }
      }
    }
  }
}
