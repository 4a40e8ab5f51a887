package io.freshet.cli.story;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an analyst would ask first, in Trino's SQL. */
final class Questions {
  private Questions() {}

  static Map<String, String> analyst() {
    Map<String, String> questions = new LinkedHashMap<>();
    questions.put(
        "How many pings, dashers and how fresh, per market?",
        """
        select market, count(*) as pings, count(distinct dasher_id) as dashers,
               max(event_time) as newest
        from raw.dasher_pings group by market order by pings desc""");
    questions.put(
        "Where do orders stand?",
        """
        select state, count(*) as orders from (
          select order_id, max_by(state, order_version) as state
          from raw.order_events group by order_id)
        group by state order by orders desc""");
    questions.put(
        "How long from order to door?",
        """
        select market, count(*) as delivered,
               round(avg(date_diff('second', created, arrived)) / 60.0, 1) as minutes
        from (
          select market, order_id,
                 min(case when state = 'created' then event_time end) as created,
                 min(case when state = 'delivered' then event_time end) as arrived
          from raw.order_events group by market, order_id)
        where arrived is not null group by market order by delivered desc""");
    questions.put(
        "Which dashers were used best?",
        """
        select market, dasher_id, local_day, deliveries, round(utilisation, 2) as utilisation
        from clean.dasher_efficiency order by deliveries desc, utilisation desc limit 5""");

    return questions;
  }

  /**
   * The local days of the pings that were received since then, oldest first.
   *
   * @param since by the broker's clock
   */
  static String localDays(Instant since) {
    return """
        select distinct cast(at_timezone(p.event_time, m.time_zone) as date) as local_day
        from raw.dasher_pings p join raw.markets m on m.market = p.market
        where p._received_at >= from_iso8601_timestamp('%s') order by 1"""
        .formatted(since);
  }
}
