package io.freshet.bench.query;

import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;

/**
 * What an analyst asks of pings.
 *
 * @param sql with {@code %s} in place of the table; its answer does not depend on the rows' order
 */
public record Question(String name, String sql) {
  /** About half a kilometre to each side. */
  private static final String PART_OF_A_CITY = "0.005";

  public String of(String table) {
    return sql.formatted(table);
  }

  /** The questions, about the dasher of whom a table has most rows. */
  public static List<Question> about(Trino trino, TableIdentifier table) {
    List<Object> row =
        trino
            .ask(
                ("select market, dasher_id, cast((select min(event_time)"
                        + " + (max(event_time) - min(event_time)) / 2 from %1$s) as varchar),"
                        + " cast(avg(latitude) as decimal(9,6)), cast(avg(longitude) as decimal(9,6))"
                        + " from %1$s group by market, dasher_id"
                        + " order by count(*) desc, dasher_id limit 1")
                    .formatted(table))
            .rows()
            .get(0);

    return about(
        new Subject(
            row.get(0).toString(),
            Long.parseLong(row.get(1).toString()),
            row.get(2).toString(),
            row.get(3).toString(),
            row.get(4).toString()));
  }

  /**
   * The questions, about the rows of one table.
   *
   * @param about what the questions are to be about, taken from the table itself
   */
  public static List<Question> about(Subject about) {
    String hour =
        "event_time >= timestamp '%1$s' - interval '30' minute and event_time < timestamp '%1$s'"
            .formatted(about.middle());

    String day =
        ("event_time >= date_trunc('day', timestamp '%1$s')"
                + " and event_time < date_trunc('day', timestamp '%1$s') + interval '1' day")
            .formatted(about.middle());

    return List.of(
        new Question(
            "a market's day",
            "select count(*), count(distinct dasher_id), max(event_time) from %s where market = '"
                + about.market()
                + "' and "
                + day),
        new Question(
            "a dasher's way",
            "select count(*), min(event_time), max(event_time), min(latitude), max(longitude) from %s"
                + " where market = '"
                + about.market()
                + "' and dasher_id = "
                + about.dasher()),
        new Question(
            "half an hour, all markets",
            "select market, count(*) from %s where " + hour + " group by market order by market"),
        new Question(
            "half an hour of a market",
            "select count(*), count(distinct order_id) from %s where market = '"
                + about.market()
                + "' and "
                + hour),
        new Question(
            "a part of a city for a day",
            "select count(*), count(distinct dasher_id), max(event_time) from %s where "
                + around("latitude", about.latitude())
                + " and "
                + around("longitude", about.longitude())
                + " and "
                + day),
        new Question(
            "everything, by market and hour",
            "select market, date_trunc('hour', event_time), count(*), count(distinct dasher_id)"
                + " from %s group by 1, 2 order by 1, 2"));
  }

  private static String around(String column, String degrees) {
    return "%1$s between decimal '%2$s' - %3$s and decimal '%2$s' + %3$s"
        .formatted(column, degrees, PART_OF_A_CITY);
  }

  /**
   * @param middle a time in the middle of the rows, as Trino writes it
   * @param latitude of the dasher on average, in degrees
   * @param longitude of the dasher on average, in degrees
   */
  public record Subject(
      String market, long dasher, String middle, String latitude, String longitude) {}
}
