package io.freshet.batch;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows of the tables that the nightlies read, in the contracts' columns. */
final class Rows {
  static final String SAN_FRANCISCO = "san_francisco";

  private static final String PLATFORM =
      ", _source INT, _stream_partition INT, _offset BIGINT, _received_at TIMESTAMP, _origin STRING";
  static final StructType PINGS =
      StructType.fromDDL(
          "market STRING, dasher_id BIGINT, order_id BIGINT, latitude DECIMAL(9,6),"
              + " longitude DECIMAL(9,6), event_time TIMESTAMP, accuracy_meters INT"
              + PLATFORM);
  static final StructType ORDER_EVENTS =
      StructType.fromDDL(
          "market STRING, order_id BIGINT, order_version INT, state STRING, event_time TIMESTAMP,"
              + " dasher_id BIGINT, synthetic BOOLEAN"
              + PLATFORM);
  static final StructType MARKETS =
      StructType.fromDDL(
          "market STRING, name STRING, time_zone STRING, currency STRING, latitude DECIMAL(9,6),"
              + " longitude DECIMAL(9,6), event_time TIMESTAMP"
              + PLATFORM);

  private final SparkSession spark;

  Rows(SparkSession spark) {
    this.spark = spark;
  }

  /** A ping at the centre of San Francisco. */
  static Ping ping(long dasher, String time) {
    return new Ping(SAN_FRANCISCO, dasher, null, "37.750000", "-122.420000", Instant.parse(time));
  }

  static Delivered delivered(long order, Long dasher, String time) {
    return new Delivered(SAN_FRANCISCO, order, dasher, Instant.parse(time));
  }

  static Market market(String name, String timeZone, String time) {
    return new Market(name, timeZone, Instant.parse(time));
  }

  Dataset<Row> pings(List<Ping> pings) {
    List<Row> rows = new ArrayList<>();
    for (Ping ping : pings) {
      rows.add(
          RowFactory.create(
              ping.market(),
              ping.dasher(),
              ping.order(),
              new BigDecimal(ping.latitude()),
              new BigDecimal(ping.longitude()),
              ping.time(),
              null,
              1,
              0,
              (long) rows.size(),
              ping.time(),
              null));
    }

    return spark.createDataFrame(rows, PINGS);
  }

  Dataset<Row> orderEvents(List<Delivered> events) {
    List<Row> rows = new ArrayList<>();
    for (Delivered event : events) {
      rows.add(
          RowFactory.create(
              event.market(),
              event.order(),
              7,
              "delivered",
              event.time(),
              event.dasher(),
              false,
              1,
              0,
              (long) rows.size(),
              event.time(),
              null));
    }

    return spark.createDataFrame(rows, ORDER_EVENTS);
  }

  Dataset<Row> markets(List<Market> markets) {
    List<Row> rows = new ArrayList<>();
    for (Market market : markets) {
      rows.add(
          RowFactory.create(
              market.name(),
              market.name(),
              market.timeZone(),
              "USD",
              new BigDecimal("37.750000"),
              new BigDecimal("-122.420000"),
              market.time(),
              1,
              0,
              (long) rows.size(),
              market.time(),
              null));
    }

    return spark.createDataFrame(rows, MARKETS);
  }

  /** A position of a dasher. */
  record Ping(
      String market, long dasher, Long order, String latitude, String longitude, Instant time) {
    Ping carrying(long carried) {
      return new Ping(market, dasher, carried, latitude, longitude, time);
    }

    Ping at(String north, String east) {
      return new Ping(market, dasher, order, north, east, time);
    }

    Ping in(String other) {
      return new Ping(other, dasher, order, latitude, longitude, time);
    }
  }

  /** The last state of an order. */
  record Delivered(String market, long order, Long dasher, Instant time) {}

  /** A market's row. */
  record Market(String name, String timeZone, Instant time) {}
}
