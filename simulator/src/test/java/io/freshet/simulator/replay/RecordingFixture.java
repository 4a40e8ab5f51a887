package io.freshet.simulator.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes tiny recordings of cabs, in the shape of the real ones but with optional columns. */
final class RecordingFixture {
  private static final MessageType PINGS =
      MessageTypeParser.parseMessageType(
          """
          message pings {
            optional binary cab (STRING);
            optional int64 ts;
            optional double lat;
            optional double lng;
            optional int32 occ;
          }
          """);
  private static final MessageType TRIPS =
      MessageTypeParser.parseMessageType(
          """
          message trips {
            required binary trip_id (STRING);
            required binary cab (STRING);
            required int64 pickup_ts;
            optional int64 drop_ts;
            required double p_lat;
            required double p_lng;
            required double d_lat;
            required double d_lng;
            required int64 pings;
            required boolean clean;
          }
          """);

  private final List<Group> pings = new ArrayList<>();
  private final List<Group> trips = new ArrayList<>();

  RecordingFixture ping(String cab, long seconds, int occupied) {
    return ping(
        row ->
            row.append("cab", cab)
                .append("ts", seconds)
                .append("lat", 37.75)
                .append("lng", -122.4)
                .append("occ", occupied));
  }

  RecordingFixture ping(Consumer<Group> values) {
    Group row = new SimpleGroupFactory(PINGS).newGroup();
    values.accept(row);
    pings.add(row);

    return this;
  }

  RecordingFixture trip(String id, String cab, long pickup, long drop) {
    return trip(id, cab, pickup, drop, 37.76, -122.41);
  }

  RecordingFixture trip(
      String id, String cab, long pickup, long drop, double dropLatitude, double dropLongitude) {
    Group row = new SimpleGroupFactory(TRIPS).newGroup();
    row.append("trip_id", id)
        .append("cab", cab)
        .append("pickup_ts", pickup)
        .append("drop_ts", drop)
        .append("p_lat", 37.75)
        .append("p_lng", -122.4)
        .append("d_lat", dropLatitude)
        .append("d_lng", dropLongitude)
        .append("pings", 3L)
        .append("clean", true);
    trips.add(row);

    return this;
  }

  /** Writes both files; in row groups as small as the writer makes them. */
  ReplaySettings write(Path folder) throws IOException {
    Path pingsFile = folder.resolve("pings.parquet");
    Path tripsFile = folder.resolve("trips.parquet");
    write(pingsFile, PINGS, pings);
    write(tripsFile, TRIPS, trips);

    return ReplaySettings.whole(pingsFile, tripsFile);
  }

  private static void write(Path file, MessageType schema, List<Group> rows) throws IOException {
    Files.deleteIfExists(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(2_000L)
            .withMinRowCountForPageSizeCheck(10)
            .build()) {
      for (Group row : rows) {
        writer.write(row);
      }
    }
  }
}
