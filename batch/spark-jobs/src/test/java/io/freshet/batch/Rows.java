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
public final class Rows {
  public static final String SAN_FRANCISCO = "san_francisco";

  private static final String PLATFORM =
      ", _source INT, _stream_partition INT, _offset BIGINT, _received_at TIMESTAMP, _origin STRING";
  public static final StructType PINGS =
      StructType.fromDDL(
          "market STRING, dasher_id BIGINT, order_id BIGINT, latitude DECIMAL(9,6),"
              + " longitude DECIMAL(9,6), event_time TIMESTAMP, accuracy_meters INT"
              + PLATFORM);
  public static final StructType ORDER_EVENTS =
      StructType.fromDDL(
          "market STRING, order_id BIGINT, order_version INT, state STRING, event_time TIMESTAMP,"
              + " dasher_id BIGINT, synthetic BOOLEAN"
              + PLATFORM);
  public static final StructType STEPS =
      StructType.fromDDL(
          "market STRING, order_id BIGINT, order_version INT, state STRING, event_time TIMESTAMP,"
              + " dasher_id BIGINT, restaurant_id BIGINT, subtotal_minor BIGINT, currency STRING,"
              + " reason STRING, synthetic BOOLEAN, commission_minor BIGINT,"
              + " dasher_pay_minor BIGINT, tip_minor BIGINT"
              + PLATFORM);
  public static final StructType PREDICTIONS =
      StructType.fromDDL(
          "market STRING, order_id BIGINT, order_version INT, event_time TIMESTAMP, stage STRING,"
              + " predicted_arrival TIMESTAMP, remaining_seconds INT, basis STRING,"
              + " latest_arrival TIMESTAMP"
              + PLATFORM);
  public static final StructType MINUTES =
      StructType.fromDDL(
          "market STRING, event_time TIMESTAMP, revision INT, online_dashers INT, busy_dashers INT,"
              + " idle_dashers INT, open_orders INT, unassigned_orders INT, ready_orders INT,"
              + " created_orders INT, longest_wait_seconds INT"
              + PLATFORM);
  public static final StructType MARKETS =
      StructType.fromDDL(
          "market STRING, name STRING, time_zone STRING, currency STRING, latitude DECIMAL(9,6),"
              + " longitude DECIMAL(9,6), event_time TIMESTAMP"
              + PLATFORM);

  private final SparkSession spark;

  public Rows(SparkSession spark) {
    this.spark = spark;
  }

  /** A ping at the centre of San Francisco. */
  public static Ping ping(long dasher, String time) {
    return new Ping(SAN_FRANCISCO, dasher, null, "37.750000", "-122.420000", Instant.parse(time));
  }

  public static Delivered delivered(long order, Long dasher, String time) {
    return new Delivered(SAN_FRANCISCO, order, dasher, Instant.parse(time));
  }

  public static Market market(String name, String timeZone, String time) {
    return new Market(name, timeZone, Instant.parse(time));
  }

  public Dataset<Row> pings(List<Ping> pings) {
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
              ping.received(),
              null));
    }

    return spark.createDataFrame(rows, PINGS);
  }

  public Dataset<Row> orderEvents(List<Delivered> events) {
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

  public Dataset<Row> steps(List<Step> steps) {
    List<Row> rows = new ArrayList<>();
    for (Step step : steps) {
      rows.add(
          RowFactory.create(
              step.market(),
              step.order(),
              step.version(),
              step.state(),
              step.time(),
              step.dasher(),
              step.restaurant(),
              step.subtotal(),
              step.currency(),
              null,
              step.synthetic(),
              step.commission(),
              step.pay(),
              step.tip(),
              1,
              0,
              (long) rows.size(),
              step.time(),
              null));
    }

    return spark.createDataFrame(rows, STEPS);
  }

  public Dataset<Row> predictions(List<Prediction> predictions) {
    List<Row> rows = new ArrayList<>();
    for (Prediction each : predictions) {
      rows.add(
          RowFactory.create(
              SAN_FRANCISCO,
              each.order(),
              1,
              Instant.parse(each.made()),
              each.stage(),
              Instant.parse(each.arrival()),
              60,
              "area",
              each.latest() == null ? null : Instant.parse(each.latest()),
              1,
              0,
              (long) rows.size(),
              Instant.parse(each.made()),
              null));
    }

    return spark.createDataFrame(rows, PREDICTIONS);
  }

  public Dataset<Row> minutes(List<Minute> minutes) {
    List<Row> rows = new ArrayList<>();
    for (Minute each : minutes) {
      Instant end = Instant.parse(each.end());
      rows.add(
          RowFactory.create(
              each.market(),
              end,
              each.revision(),
              each.online(),
              each.online() - 1,
              1,
              3,
              2,
              1,
              1,
              each.longestWait(),
              1,
              0,
              (long) rows.size(),
              end,
              null));
    }

    return spark.createDataFrame(rows, MINUTES);
  }

  public Dataset<Row> markets(List<Market> markets) {
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
  public record Ping(
      String market,
      long dasher,
      Long order,
      String latitude,
      String longitude,
      Instant time,
      Instant received) {
    Ping(String market, long dasher, Long order, String latitude, String longitude, Instant time) {
      this(market, dasher, order, latitude, longitude, time, time);
    }

    public Ping receivedAt(String other) {
      return new Ping(market, dasher, order, latitude, longitude, time, Instant.parse(other));
    }

    public Ping carrying(long carried) {
      return new Ping(market, dasher, carried, latitude, longitude, time);
    }

    public Ping at(String north, String east) {
      return new Ping(market, dasher, order, north, east, time);
    }

    public Ping in(String other) {
      return new Ping(other, dasher, order, latitude, longitude, time);
    }
  }

  /** The last state of an order. */
  public record Delivered(String market, long order, Long dasher, Instant time) {}

  /** A market's row. */
  public record Market(String name, String timeZone, Instant time) {}

  /** A step of an order of restaurant 5 in San Francisco. */
  public static Step step(long order, int version, String state, String time) {
    return new Step(
        SAN_FRANCISCO,
        order,
        version,
        state,
        Instant.parse(time),
        null,
        5L,
        null,
        null,
        false,
        null,
        null,
        null);
  }

  /** A step of an order. */
  public record Step(
      String market,
      long order,
      int version,
      String state,
      Instant time,
      Long dasher,
      Long restaurant,
      Long subtotal,
      String currency,
      boolean synthetic,
      Long commission,
      Long pay,
      Long tip) {
    public Step by(long who) {
      return new Step(
          market,
          order,
          version,
          state,
          time,
          who,
          restaurant,
          subtotal,
          currency,
          synthetic,
          commission,
          pay,
          tip);
    }

    public Step from(Long other) {
      return new Step(
          market,
          order,
          version,
          state,
          time,
          dasher,
          other,
          subtotal,
          currency,
          synthetic,
          commission,
          pay,
          tip);
    }

    public Step worth(long price, String unit) {
      return new Step(
          market,
          order,
          version,
          state,
          time,
          dasher,
          restaurant,
          price,
          unit,
          synthetic,
          commission,
          pay,
          tip);
    }

    public Step split(Long kept, Long paid, Long given) {
      return new Step(
          market,
          order,
          version,
          state,
          time,
          dasher,
          restaurant,
          subtotal,
          currency,
          synthetic,
          kept,
          paid,
          given);
    }

    public Step invented() {
      return new Step(
          market,
          order,
          version,
          state,
          time,
          dasher,
          restaurant,
          subtotal,
          currency,
          true,
          commission,
          pay,
          tip);
    }
  }

  /** An ETA that was told in San Francisco. */
  public record Prediction(long order, String stage, String made, String arrival, String latest) {}

  /** A minute of supply: one idle dasher, three open orders. */
  public record Minute(String market, String end, int revision, int online, Integer longestWait) {}
}
