package io.freshet.bench.peer.spark;

import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Answers a question in SQL over tables of the lake, and does nothing else. */
public final class QueryPeer {
  private QueryPeer() {}

  /**
   * Beside the platform's settings {@code peer.query}, a file; {@code peer.tables}, which it names
   * without their namespaces; {@code peer.folder} for what Spark keeps on disk; {@code
   * peer.answer}: the file that gets a row a line, tabs between the columns; and {@code
   * peer.result}: the file that gets the effort as JSON, without the start of Spark.
   */
  public static void main(String[] arguments) throws IOException {
    Settings settings = Settings.forProcess(arguments, System.getenv());
    Path folder = Path.of(settings.text("peer.folder"));
    String query = Files.readString(Path.of(settings.text("peer.query")));
    try (SparkSession session = PeerSession.open(LakeSettings.from(settings), folder)) {
      Effort.Meter meter = Effort.start();
      for (String table : settings.list("peer.tables", List.of())) {
        session
            .table("lake." + table)
            .createOrReplaceTempView(table.substring(table.indexOf('.') + 1));
      }
      List<Row> rows = session.sql(query).collectAsList();
      Effort effort = meter.read();
      Files.write(
          Path.of(settings.text("peer.answer")),
          rows.stream().map(QueryPeer::line).toList(),
          StandardCharsets.UTF_8);
      EffortFile.write(Path.of(settings.text("peer.result")), effort);
    }
  }

  private static String line(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> String.valueOf(row.get(column)))
        .collect(Collectors.joining("\t"));
  }
}
