package io.freshet.batch.landing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** Writes files of orders' steps, one an order, which are numbered on. */
final class OrderFiles {
  private static final String HEADER =
      "market,order_id,order_version,state,event_time,synthetic,pickup_latitude\n";

  private final SparkSession spark;
  private final Path folder;

  OrderFiles(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** A CSV file of order 1. */
  String oneRow() {
    return HEADER + row(1);
  }

  void csv(String name, int first, int rows) throws IOException {
    Files.writeString(folder.resolve(name), HEADER + rows(first, rows));
  }

  /** Its rows 1 to 3 don't fit: no version, an unknown state, a value too many. */
  void poisonedCsv() throws IOException {
    Files.writeString(
        folder.resolve("poisoned.csv"),
        HEADER
            + row(1)
            + "sf,2,,created,2026-03-01T10:00:00Z,false,37.75\n"
            + row(3).replace("created", "vanished")
            + row(4).replace("\n", ",more\n")
            + row(5));
  }

  private static String rows(int first, int rows) {
    return IntStream.range(first, first + rows)
        .mapToObj(OrderFiles::row)
        .collect(Collectors.joining());
  }

  private static String row(int order) {
    return "sf,%d,1,created,2026-03-01T10:%02d:00Z,false,37.75\n".formatted(order, order % 60);
  }

  void json(String name, int first, int rows, String... more) throws IOException {
    String lines =
        IntStream.range(first, first + rows)
            .mapToObj(
                order ->
                    """
                    {"market":"sf","order_id":%d,"order_version":1,"state":"created",\
                    "event_time":"2026-03-01T11:00:00Z","synthetic":false}"""
                        .formatted(order))
            .collect(Collectors.joining("\n\n"));
    Files.writeString(folder.resolve(name), lines + "\n" + String.join("\n", more) + "\n");
  }

  void parquet(String name, int first, int rows) throws IOException {
    Path written = folder.resolve("_" + name);
    spark
        .range(first, first + rows)
        .selectExpr(
            "'sf' as market",
            "id as order_id",
            "cast(1 as int) as order_version",
            "'created' as state",
            "timestamp'2026-03-01 12:00:00.123456' as event_time",
            "false as synthetic",
            "cast(37.75 as double) as pickup_latitude")
        .coalesce(1)
        .write()
        .parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Files.move(
          files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow(),
          folder.resolve(name));
    }
  }
}
