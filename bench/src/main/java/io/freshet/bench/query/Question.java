package io.freshet.bench.query;

import java.util.List;

/**
 * What an analyst asks of pings.
 *
 * @param sql with {@code %s} in place of the table; its answer does not depend on the rows' order
 */
public record Question(String name, String sql) {
  public String of(String table) {
    return sql.formatted(table);
  }

  /**
   * The five questions, about the rows of one table.
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
            "everything, by market and hour",
            "select market, date_trunc('hour', event_time), count(*), count(distinct dasher_id)"
                + " from %s group by 1, 2 order by 1, 2"));
  }

  /**
   * @param middle a time in the middle of the rows, as Trino writes it
   */
  public record Subject(String market, long dasher, String middle) {}
}
