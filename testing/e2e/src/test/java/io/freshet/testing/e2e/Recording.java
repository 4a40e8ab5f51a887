package io.freshet.testing.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.Types;

/** A tiny recording of one cab: on each day a ping a minute for three hours, and one trip. */
record Recording(Path pings, Path trips, int pingsPerDay) {
  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final int PINGS_PER_DAY = 180;
  private static final int SECONDS_BETWEEN = 60;
  private static final int PICKUP = 60;
  private static final int DROP = 90;
  private static final String CAB = "ab";

  private static final Schema PINGS =
      new Schema(
          Types.NestedField.required(1, "cab", Types.StringType.get()),
          Types.NestedField.required(2, "ts", Types.LongType.get()),
          Types.NestedField.required(3, "lat", Types.DoubleType.get()),
          Types.NestedField.required(4, "lng", Types.DoubleType.get()),
          Types.NestedField.required(5, "occ", Types.IntegerType.get()));
  private static final Schema TRIPS =
      new Schema(
          Types.NestedField.required(1, "trip_id", Types.StringType.get()),
          Types.NestedField.required(2, "cab", Types.StringType.get()),
          Types.NestedField.required(3, "pickup_ts", Types.LongType.get()),
          Types.NestedField.required(4, "drop_ts", Types.LongType.get()),
          Types.NestedField.required(5, "p_lat", Types.DoubleType.get()),
          Types.NestedField.required(6, "p_lng", Types.DoubleType.get()),
          Types.NestedField.required(7, "d_lat", Types.DoubleType.get()),
          Types.NestedField.required(8, "d_lng", Types.DoubleType.get()),
          Types.NestedField.required(9, "clean", Types.BooleanType.get()));

  static Recording write(Path folder, LocalDate... days) throws IOException {
    List<Record> pings = new ArrayList<>();
    List<Record> trips = new ArrayList<>();
    for (LocalDate day : days) {
      long midnight = day.atStartOfDay(ZONE).toEpochSecond();
      for (int minute = 0; minute < PINGS_PER_DAY; minute++) {
        pings.add(ping(midnight + (long) minute * SECONDS_BETWEEN, minute));
      }
      trips.add(trip(CAB + "-" + day, midnight));
    }
    Path pingsFile = folder.resolve("pings.parquet");
    Path tripsFile = folder.resolve("trips.parquet");
    write(pingsFile, PINGS, pings);
    write(tripsFile, TRIPS, trips);

    return new Recording(pingsFile, tripsFile, PINGS_PER_DAY);
  }

  private static Record ping(long seconds, int minute) {
    boolean occupied = minute >= PICKUP && minute < DROP;

    return GenericRecord.create(PINGS)
        .copy(
            Map.of(
                "cab",
                CAB,
                "ts",
                seconds,
                "lat",
                37.75 + minute * 0.0002,
                "lng",
                -122.42,
                "occ",
                occupied ? 1 : 0));
  }

  private static Record trip(String id, long midnight) {
    return GenericRecord.create(TRIPS)
        .copy(
            Map.of(
                "trip_id",
                id,
                "cab",
                CAB,
                "pickup_ts",
                midnight + PICKUP * SECONDS_BETWEEN,
                "drop_ts",
                midnight + DROP * SECONDS_BETWEEN,
                "p_lat",
                37.752,
                "p_lng",
                -122.42,
                "d_lat",
                37.758,
                "d_lng",
                -122.42,
                "clean",
                true));
  }

  private static void write(Path file, Schema schema, List<Record> rows) throws IOException {
    try (FileAppender<Record> writer =
        Parquet.write(Files.localOutput(file.toFile()))
            .schema(schema)
            .createWriterFunc(GenericParquetWriter::create)
            .overwrite()
            .build()) {
      writer.addAll(rows);
    }
  }
}
