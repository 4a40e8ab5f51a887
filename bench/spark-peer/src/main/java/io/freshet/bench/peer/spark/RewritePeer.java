package io.freshet.bench.peer.spark;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Merges a table's files by the procedure that Iceberg brings to Spark, as it is set by itself. */
public final class RewritePeer {
  private static final String REWRITE =
      "CALL lake.system.rewrite_data_files(table => '%s', strategy => '%s')";

  private RewritePeer() {}

  /**
   * Beside the platform's settings {@code peer.table}, {@code peer.strategy}, {@code sort} or
   * {@code binpack}, {@code peer.folder} for what Spark keeps on disk, and {@code peer.result}: the
   * file that gets the effort as JSON, without the start of Spark.
   */
  public static void main(String[] arguments) throws IOException {
    Settings settings = Settings.forProcess(arguments, System.getenv());
    Path folder = Path.of(settings.text("peer.folder"));
    try (SparkSession session = PeerSession.open(LakeSettings.from(settings), folder)) {
      Effort.Meter meter = Effort.start();
      session
          .sql(REWRITE.formatted(settings.text("peer.table"), settings.text("peer.strategy")))
          .collectAsList();
      EffortFile.write(Path.of(settings.text("peer.result")), meter.read());
    }
  }
}
