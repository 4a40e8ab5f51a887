package io.freshet.warehouse.trino.view;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.CommitSummary;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.TableWatermark;
import io.freshet.warehouse.trino.SqlText;
import io.freshet.warehouse.trino.view.LakeView.Column;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * {@code freshet.freshness}: how stale each table is, as far as the tables themselves can tell. SQL
 * doesn't see the log: of a table that was not fed within its budget it can't say whether there was
 * nothing to feed it with or its writer stands, and says {@code unknown}.
 */
public final class FreshnessView {
  private static final TableIdentifier NAME = TableIdentifier.of("freshet", "freshness");

  // A commit says in buckets that grow by a quarter how long its rows had waited; the first bucket
  // is that of the newest row, and everything that came before it is in the table.
  private static final String SQL =
      """
      WITH facts AS (
      %1$s
      ),
      measured AS (
        SELECT
          table_name, kind, owner, budget_seconds, last_commit,
          CAST(from_iso8601_timestamp_nanos(watermark) AS timestamp(6) with time zone) AS watermark,
          CAST(from_unixtime_nanos(CAST(1000 AS decimal(20)) * array_max(filter(
            transform(
              regexp_extract_all(ledger, '"newest_event_time":(-?[0-9]+)', 1),
              text -> try_cast(text AS bigint)),
            micros -> micros > -9000000000000000))) AS timestamp(6) with time zone)
            AS newest_event_time,
          to_unixtime(current_timestamp) - to_unixtime(last_commit) AS commit_age_seconds,
          to_unixtime(current_timestamp) - to_unixtime(fed_at)
            + coalesce(0.01 * power(1.25, try_cast(split_part(waited, ':', 1) AS integer)), 0)
            AS own_age_seconds
        FROM facts
      ),
      judged AS (
        SELECT
          measured.*,
          CASE WHEN table_name = %2$s
            THEN feeders.age_seconds
            ELSE measured.own_age_seconds
            END AS age_seconds
        FROM measured
        CROSS JOIN (
          SELECT
            CASE WHEN count(own_age_seconds) = count(*) THEN max(own_age_seconds) END
              AS age_seconds
          FROM measured
          WHERE kind <> 'derived' AND table_name <> %2$s
        ) feeders
      )
      SELECT
        CAST(table_name AS varchar) AS table_name,
        CAST(kind AS varchar) AS kind,
        CAST(owner AS varchar) AS owner,
        newest_event_time,
        watermark,
        CAST(last_commit AS timestamp(6) with time zone) AS last_commit,
        CAST(commit_age_seconds AS double) AS commit_age_seconds,
        CAST(age_seconds AS double) AS age_seconds,
        CAST(budget_seconds AS bigint) AS budget_seconds,
        CAST(
          CASE
            WHEN age_seconds <= budget_seconds THEN 'fresh'
            ELSE 'unknown'
          END AS varchar) AS verdict
      FROM judged""";

  private static final String FED_AT =
      "max(committed_at) FILTER (WHERE element_at(summary, '%s') IS NOT NULL)"
          .formatted(CommitSummary.RECEIVED_TO_COMMIT);

  private FreshnessView() {}

  public static LakeView of(Contracts contracts) {
    List<Contract> tables =
        contracts.all().stream().filter(contract -> contract.table().isPresent()).toList();
    String facts =
        tables.stream().map(FreshnessView::facts).collect(Collectors.joining("\n  UNION ALL\n"));

    return new LakeView(
        NAME,
        "How stale each table is, one row per contract with a table; measured when asked",
        columns(),
        SQL.formatted(facts, SqlText.text(TableLayout.name(contracts.deadLetters()).toString())));
  }

  private static List<Column> columns() {
    Type text = Types.StringType.get();
    Type time = Types.TimestampType.withZone();
    Type seconds = Types.DoubleType.get();

    return List.of(
        new Column("table_name", text, "The table, as namespace.name"),
        new Column("kind", text, "event, reference or derived"),
        new Column("owner", text, "The team that answers for it"),
        new Column("newest_event_time", time, "Event time of its newest row; UTC"),
        new Column("watermark", time, "Event time up to which it is complete; UTC"),
        new Column("last_commit", time, "When it last changed, by whomever; UTC"),
        new Column("commit_age_seconds", seconds, "How long ago that was"),
        new Column(
            "age_seconds",
            seconds,
            "Of a stream: whatever the platform received so long ago is in the table; of a derived"
                + " table: so long ago its newest day was published; null where nothing is known"),
        new Column("budget_seconds", Types.LongType.get(), "The staleness budget of its contract"),
        new Column(
            "verdict",
            text,
            "fresh; unknown: nothing came within the budget, because there was nothing or because"
                + " whoever feeds the table stands, which freshet freshness tells apart"));
  }

  private static String facts(Contract contract) {
    String schema = SqlText.name(contract.requireTable().namespace());
    String properties = schema + "." + SqlText.name(contract.name() + "$properties");

    return """
          SELECT
            %1$s AS table_name, %2$s AS kind, %3$s AS owner, %4$d AS budget_seconds,
            properties.watermark, properties.ledger,
            commits.last_commit, commits.fed_at, commits.waited
          FROM (
            SELECT
              max(value) FILTER (WHERE key = '%5$s') AS watermark,
              max(value) FILTER (WHERE key = '%6$s') AS ledger
            FROM %7$s
          ) properties
          CROSS JOIN (
            SELECT
              max(committed_at) FILTER (WHERE snapshot_id =
                (SELECT snapshot_id FROM %10$s WHERE name = 'main')) AS last_commit,
              %11$s AS fed_at,
              max_by(element_at(summary, '%8$s'), committed_at)
                FILTER (WHERE element_at(summary, '%8$s') IS NOT NULL) AS waited
            FROM %9$s
          ) commits
        """
        .formatted(
            SqlText.text(TableLayout.name(contract).toString()),
            SqlText.text(contract.kind().name().toLowerCase(Locale.ROOT)),
            SqlText.text(contract.documentation().owner()),
            contract.requireTable().timing().freshness().toSeconds(),
            TableWatermark.PROPERTY,
            Ledger.PROPERTY,
            properties,
            CommitSummary.RECEIVED_TO_COMMIT,
            schema + "." + SqlText.name(contract.name() + "$snapshots"),
            schema + "." + SqlText.name(contract.name() + "$refs"),
            contract.kind() == Contract.Kind.DERIVED ? publishedAt(properties) : FED_AT)
        .stripTrailing();
  }

  /**
   * Neither a compaction nor a backfill of older days makes a derived table younger. A snapshot
   * names the one day that it published, or each of several.
   */
  private static String publishedAt(String properties) {
    return """
        min(committed_at) FILTER (WHERE element_at(summary, '%1$s') =
                (SELECT max(substr(key, length('%2$s.') + 1)) FROM %3$s WHERE key LIKE '%2$s.%%')
                OR element_at(summary,
                (SELECT max(key) FROM %3$s WHERE key LIKE '%2$s.%%')) IS NOT NULL)"""
        .formatted(PublishedDay.DAY, PublishedDay.EXPECTED_ROWS, properties);
  }
}
