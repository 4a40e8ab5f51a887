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

/** A tiny recording of one cab: on each day a ping a minute from midnight on, and one trip. */
record Recording(Path pings, Path trips, int pingsPerDay) {
  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final int SECONDS_BETWEEN = 60;

  /** A dasher gets an order a minute before the pick-up: they are heard of once until then. */
  private static final long BETWEEN_PINGS = 40;

  private static final String CAB = "ab";

  private static final Course SLOW = new Course(180, 60, 90, 0.0002);
  private static final Course SHORT = new Course(30, 8, 22, 0.0016);

  /**
   * What the cab does in a night: it drives north, and east from the middle of its trip on.
   *
   * @param pings one each minute
   * @param pickup the minute in which it gets a passenger
   * @param drop the minute in which it has none any more
   * @param step how far it drives in a minute, in degrees
   */
  private record Course(int pings, int pickup, int drop, double step) {
    double latitude(int minute) {
      return 37.75 + Math.min(minute, turn()) * step;
    }

    double longitude(int minute) {
      return -122.45 + Math.max(0, minute - turn()) * step;
    }

    boolean isOccupied(int minute) {
      return minute >= pickup && minute < drop;
    }

    private int turn() {
      return (pickup + drop) / 2;
    }
  }

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

  /** Three hours of each day. */
  static Recording write(Path folder, LocalDate... days) throws IOException {
    return write(SLOW, folder, days);
  }

  /**
   * Half an hour of a day, whose trip begins in its ninth minute and takes a quarter of an hour.
   */
  static Recording ofOneTrip(Path folder, LocalDate day) throws IOException {
    return write(SHORT, BETWEEN_PINGS, folder, day);
  }

  private static Recording write(Course course, Path folder, LocalDate... days) throws IOException {
    return write(course, 0, folder, days);
  }

  /**
   * @param pickupAfter its ping, in seconds
   */
  private static Recording write(Course course, long pickupAfter, Path folder, LocalDate... days)
      throws IOException {
    List<Record> pings = new ArrayList<>();
    List<Record> trips = new ArrayList<>();
    for (LocalDate day : days) {
      long midnight = day.atStartOfDay(ZONE).toEpochSecond();
      for (int minute = 0; minute < course.pings(); minute++) {
        pings.add(ping(course, midnight, minute));
      }
      trips.add(trip(course, CAB + "-" + day, midnight, pickupAfter));
    }
    Path pingsFile = folder.resolve("pings.parquet");
    Path tripsFile = folder.resolve("trips.parquet");
    write(pingsFile, PINGS, pings);
    write(tripsFile, TRIPS, trips);

    return new Recording(pingsFile, tripsFile, course.pings());
  }

  private static Record ping(Course course, long midnight, int minute) {
    return GenericRecord.create(PINGS)
        .copy(
            Map.of(
                "cab",
                CAB,
                "ts",
                seconds(midnight, minute),
                "lat",
                course.latitude(minute),
                "lng",
                course.longitude(minute),
                "occ",
                course.isOccupied(minute) ? 1 : 0));
  }

  private static Record trip(Course course, String id, long midnight, long pickupAfter) {
    return GenericRecord.create(TRIPS)
        .copy(
            Map.of(
                "trip_id",
                id,
                "cab",
                CAB,
                "pickup_ts",
                seconds(midnight, course.pickup()) + pickupAfter,
                "drop_ts",
                seconds(midnight, course.drop()),
                "p_lat",
                course.latitude(course.pickup()),
                "p_lng",
                course.longitude(course.pickup()),
                "d_lat",
                course.latitude(course.drop()),
                "d_lng",
                course.longitude(course.drop()),
                "clean",
                true));
  }

  private static long seconds(long midnight, int minute) {
    return midnight + (long) minute * SECONDS_BETWEEN;
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
