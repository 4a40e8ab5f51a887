package io.freshet.batch.delivery;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udaf;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;

import io.freshet.batch.delivery.Track.Movement;
import io.freshet.core.lake.PlatformColumns;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The {@link Track} of each dasher in Spark: an aggregate that packs pings where they are read, so
 * that one array for each dasher is moved and no ping is sorted among those of others. Aggregates
 * and functions of columns, as those who draw lineage follow no others.
 */
final class Tracks {
  private static final StructType PING =
      new StructType()
          .add("time", DataTypes.LongType)
          .add("source", DataTypes.IntegerType)
          .add("partition", DataTypes.IntegerType)
          .add("offset", DataTypes.LongType)
          .add("carries", DataTypes.BooleanType)
          .add("latitude", DataTypes.DoubleType)
          .add("longitude", DataTypes.DoubleType);

  private static final StructType MOVEMENT =
      new StructType()
          .add("pings", DataTypes.LongType)
          .add("online_micros", DataTypes.LongType)
          .add("busy_micros", DataTypes.LongType)
          .add("millimeters", DataTypes.LongType);

  private Tracks() {}

  /**
   * One row for each dasher of a market who was seen in its stretch: {@code market}, {@code
   * dasher_id}, {@code pings}, {@code online_micros}, {@code busy_micros}, {@code millimeters}.
   *
   * @param pings of known and unknown markets
   * @param days columns {@code market}, {@code day_start}, {@code day_end}
   */
  static Dataset<Row> movements(Dataset<Row> pings, Dataset<Row> days) {
    UserDefinedFunction packed = udaf(new Packing(), Encoders.row(PING));
    // It is no more than one would think; but Spark computes again what is used in several places.
    UserDefinedFunction moved =
        udf((UDF3<byte[], Long, Long, Row>) Tracks::movement, MOVEMENT).asNondeterministic();

    return pings
        .groupBy("market", "dasher_id")
        .agg(
            packed
                .apply(
                    unix_micros(col("event_time")),
                    col(PlatformColumns.SOURCE),
                    col(PlatformColumns.PARTITION),
                    col(PlatformColumns.OFFSET),
                    col("order_id").isNotNull(),
                    col("latitude").cast("double"),
                    col("longitude").cast("double"))
                .as("track"))
        .join(broadcast(days), "market")
        .select(
            col("market"),
            col("dasher_id"),
            moved
                .apply(col("track"), unix_micros(col("day_start")), unix_micros(col("day_end")))
                .as("moved"))
        .select("market", "dasher_id", "moved.*")
        .where(col("pings").gt(0));
  }

  private static Row movement(byte[] packed, Long start, Long end) {
    Movement movement = Track.of(PackedTrack.pings(packed)).between(start, end);

    return RowFactory.create(
        movement.pings(), movement.onlineMicros(), movement.busyMicros(), movement.millimeters());
  }

  /** From pings to a {@link PackedTrack}. */
  private static final class Packing extends Aggregator<Row, byte[], byte[]> {
    private static final long serialVersionUID = 1;

    @Override
    public byte[] zero() {
      return PackedTrack.empty();
    }

    @Override
    public byte[] reduce(byte[] track, Row ping) {
      return PackedTrack.add(
          track,
          new Ping(
              ping.getLong(0),
              ping.getInt(1),
              ping.getInt(2),
              ping.getLong(3),
              ping.getBoolean(4),
              ping.getDouble(5),
              ping.getDouble(6)));
    }

    @Override
    public byte[] merge(byte[] track, byte[] other) {
      return PackedTrack.join(track, other);
    }

    @Override
    public byte[] finish(byte[] track) {
      return track;
    }

    @Override
    public Encoder<byte[]> bufferEncoder() {
      return Encoders.BINARY();
    }

    @Override
    public Encoder<byte[]> outputEncoder() {
      return Encoders.BINARY();
    }
  }
}
