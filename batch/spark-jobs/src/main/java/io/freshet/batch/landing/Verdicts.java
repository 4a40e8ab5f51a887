package io.freshet.batch.landing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min_by;

import io.freshet.batch.landing.given.FileFormat;
import io.freshet.batch.landing.given.LandingPlan;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the verdicts on rows, as {@link RowJudge} has given them, say of a call as a whole. */
final class Verdicts {
  private Verdicts() {}

  static List<LandingReport.Refusals> refusals(Dataset<Row> judged) {
    return judged
        .where(col(RowJudge.CAUSE).isNotNull())
        .groupBy(RowJudge.CAUSE)
        .agg(
            count(lit(1)).as("rows"),
            min_by(
                concat_ws(
                    ": ", concat_ws(" ", lit("row"), col(RowJudge.PLACE)), col(RowJudge.DETAIL)),
                col(RowJudge.PLACE)))
        .orderBy(col("rows").desc())
        .collectAsList()
        .stream()
        .map(row -> new LandingReport.Refusals(row.getString(0), row.getLong(1), row.getString(2)))
        .toList();
  }

  /** A wrong format or a wrong contract makes no dead letters of whole files. */
  static void requireSomeFit(
      LandingPlan plan, Map<Integer, FileAccount> accounts, List<LandingReport.Refusals> refusals) {
    accounts.forEach(
        (number, account) -> {
          if (account.fit() == 0) {
            throw new FreshetException(
                Fault.CALLER,
                "None of the %d rows of %s fits, and nothing was landed. Is it of another contract or format? %s"
                    .formatted(
                        account.rows(),
                        plan.fresh().get(number).name(),
                        refusals.get(0).example()));
          }
        });
  }

  /** Files count their rows; in a table somebody has said that a column does. */
  static void requireDistinct(Dataset<Row> judged, LandingPlan plan) {
    if (plan.of(FileFormat.JDBC).isEmpty()) {
      return;
    }
    List<Row> doubled =
        judged
            .groupBy(RowJudge.FILE, RowJudge.PLACE)
            .count()
            .where(col("count").gt(lit(1)))
            .limit(1)
            .collectAsList();
    if (!doubled.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Several rows of %s have the number %d behind the first, and nothing was landed; name a column by --key of which no two rows have the same"
              .formatted(plan.name(doubled.get(0).getInt(0)), doubled.get(0).getLong(1)));
    }
  }
}
