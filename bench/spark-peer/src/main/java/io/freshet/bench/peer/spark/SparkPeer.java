package io.freshet.bench.peer.spark;

import static org.apache.spark.sql.avro.functions.from_avro;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Streams;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.PlatformColumns;
import io.freshet.core.toolkit.Launcher;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A stream into a table by what Spark and Iceberg bring: Spark's Kafka source, its {@code
 * from_avro}, Iceberg's streaming sink. A batch is a commit, and the next begins at once.
 */
public final class SparkPeer {
  /** So much takes about as long as the ten seconds between the commits of the others. */
  private static final int ROWS_A_BATCH = 500_000;

  /** Magic byte and schema id, and SQL counts from one. */
  private static final String PAYLOAD = "substring(value, 6)";

  private final SparkSession session;
  private final String bootstrap;
  private final Contract contract;

  SparkPeer(SparkSession session, String bootstrap, Contract contract) {
    this.session = session;
    this.bootstrap = bootstrap;
    this.contract = contract;
  }

  /**
   * Beside the platform's settings {@code peer.stream}, {@code peer.table}, and {@code
   * peer.folder}: where its checkpoints go, and a file {@code ready} before it begins to read.
   */
  public static void main(String[] arguments) throws Exception {
    Launcher.endWithIt();
    Settings settings = Settings.forProcess(arguments, System.getenv());
    Contract contract =
        Contracts.read(Path.of(settings.text("contracts.path")))
            .require(settings.text("peer.stream"));
    Path folder = Path.of(settings.text("peer.folder"));
    SparkSession session = PeerSession.open(LakeSettings.from(settings), folder);
    SparkPeer peer = new SparkPeer(session, settings.text("kafka.bootstrap"), contract);
    Files.createFile(folder.resolve("ready"));
    peer.rows()
        .writeStream()
        .format("iceberg")
        .outputMode("append")
        .option("checkpointLocation", folder.resolve("checkpoints").toUri().toString())
        // Many days may be open at once; without this, Spark sorts each batch by day.
        .option("fanout-enabled", "true")
        // What from_avro gives may be null, for all that Spark knows.
        .option("check-nullability", "false")
        .toTable("lake." + settings.text("peer.table"))
        .awaitTermination();
  }

  /** In the table's order of columns: a stream is not matched by names. */
  private Dataset<Row> rows() {
    return session
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrap)
        .option("subscribe", Streams.topic(contract))
        .option("startingOffsets", "earliest")
        .option("maxOffsetsPerTrigger", ROWS_A_BATCH)
        .option("kafka.isolation.level", "read_committed")
        .load()
        .select(
            from_avro(expr(PAYLOAD), AvroSchemas.of(contract).toString()).as("event"),
            lit(1).as(PlatformColumns.SOURCE),
            col("partition").as(PlatformColumns.PARTITION),
            col("offset").as(PlatformColumns.OFFSET),
            col("timestamp").as(PlatformColumns.RECEIVED_AT),
            lit(null).cast("string").as(PlatformColumns.ORIGIN))
        .select(
            "event.*",
            PlatformColumns.SOURCE,
            PlatformColumns.PARTITION,
            PlatformColumns.OFFSET,
            PlatformColumns.RECEIVED_AT,
            PlatformColumns.ORIGIN);
  }
}
