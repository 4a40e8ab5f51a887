package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.batch.SharedSpark;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSpark.class)
class QualityRuleTest {
  private final Dataset<Row> rows;

  QualityRuleTest(SparkSession spark) {
    this.rows =
        spark.sql(
            "SELECT * FROM VALUES ('a', 1, 2L), ('a', 2, 3L), ('b', 2, null) AS t(name, day, n)");
  }

  @Test
  void passesWhatHolds() {
    assertThat(
            violations(
                QualityRule.rowCount(3),
                QualityRule.uniqueKey("name", "day"),
                QualityRule.total("n", 5),
                QualityRule.everyRow("days are positive", col("day").gt(0))))
        .allMatch(Optional::isEmpty);
  }

  @Test
  void tellsTheCountItSawFromTheOneItWanted() {
    assertThat(violations(QualityRule.rowCount(4), QualityRule.total("n", 6)))
        .containsExactly(
            Optional.of("3 rows where the inputs call for 4"),
            Optional.of("5 n where the inputs call for 6"));
  }

  @Test
  void findsRowsThatShareAKey() {
    assertThat(violations(QualityRule.uniqueKey("name")))
        .containsExactly(Optional.of("1 rows repeat another one's key"));
  }

  @Test
  void showsARowThatViolatesTheRule() {
    assertThat(violations(QualityRule.everyRow("days are even", col("day").mod(2).equalTo(0))))
        .containsExactly(
            Optional.of("not so in 1 rows, such as {\"name\":\"a\",\"day\":1,\"n\":2}"));
  }

  @Test
  void holdsWhatIsUnknownForAViolation() {
    assertThat(violations(QualityRule.everyRow("n is small", col("n").lt(10))))
        .containsExactly(Optional.of("not so in 1 rows, such as {\"name\":\"b\",\"day\":2}"));
  }

  private List<Optional<String>> violations(QualityRule... rules) {
    List<Column> measures = QualityRule.measures(List.of(rules));
    Row values =
        rows.agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
            .head();

    return QualityRule.verdicts(List.of(rules), values, 0).stream()
        .map(QualityRule.Check::violation)
        .toList();
  }
}
