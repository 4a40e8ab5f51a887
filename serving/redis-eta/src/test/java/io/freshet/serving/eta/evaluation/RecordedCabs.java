package io.freshet.serving.eta.evaluation;

import io.freshet.serving.eta.travel.Position;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;

/** The recorded pings and trips of real cabs, if this machine has them. See DEVELOPMENT.md. */
final class RecordedCabs {
  private final Path folder;

  RecordedCabs(Path folder) {
    this.folder = folder;
  }

  /** In the folder that {@code FRESHET_CABS} names. */
  static Optional<RecordedCabs> find() {
    return Optional.ofNullable(System.getenv("FRESHET_CABS")).map(Path::of).map(RecordedCabs::new);
  }

  /** One ping; {@code seconds} are UTC since the epoch. */
  record CabPing(String cab, long seconds, Position position, boolean occupied) {}

  /** One occupied run; clean when its ends are beyond doubt. */
  record CabTrip(
      String cab,
      long pickupSeconds,
      long dropSeconds,
      Position pickup,
      Position drop,
      boolean clean) {
    long seconds() {
      return dropSeconds - pickupSeconds;
    }
  }

  /** All pings in the order of time. */
  void pings(Consumer<CabPing> consumer) {
    read(
        folder.resolve("pings.parquet"),
        row ->
            consumer.accept(
                new CabPing(
                    row.getString("cab", 0),
                    row.getLong("ts", 0),
                    new Position(row.getDouble("lat", 0), row.getDouble("lng", 0)),
                    row.getInteger("occ", 0) == 1)));
  }

  List<CabTrip> trips() {
    List<CabTrip> trips = new ArrayList<>();
    read(
        folder.resolve("trips.parquet"),
        row ->
            trips.add(
                new CabTrip(
                    row.getString("cab", 0),
                    row.getLong("pickup_ts", 0),
                    row.getLong("drop_ts", 0),
                    new Position(row.getDouble("p_lat", 0), row.getDouble("p_lng", 0)),
                    new Position(row.getDouble("d_lat", 0), row.getDouble("d_lng", 0)),
                    row.getBoolean("clean", 0))));

    return trips;
  }

  private static void read(Path file, Consumer<Group> consumer) {
    try (ParquetReader<Group> reader = new GroupReader(new LocalInputFile(file)).build()) {
      for (Group row = reader.read(); row != null; row = reader.read()) {
        consumer.accept(row);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class GroupReader extends ParquetReader.Builder<Group> {
    GroupReader(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }
}
