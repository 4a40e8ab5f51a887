package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Something that must hold for a day's rows before anybody may see them, or of which somebody is to
 * hear where it does not. A rule is a few aggregates and a verdict on their values, so that all
 * rules of a job cost one pass over the rows.
 *
 * @param name the rule in words
 * @param weight what comes of it where it does not hold
 * @param measures aggregates over the day's rows
 * @param verdict says from the measures' values what was seen instead; empty when the rule holds
 */
public record QualityRule(
    String name,
    Weight weight,
    List<Column> measures,
    Function<List<Object>, Optional<String>> verdict) {
  /** What comes of a rule that does not hold. */
  public enum Weight {
    /** Nobody sees the rows. */
    REFUSES,
    /**
     * The rows are right and say that something else is not: they are published, and it is told.
     */
    TELLS
  }

  /** What a rule came to. */
  public record Check(String rule, Weight weight, Optional<String> violation) {
    /** Of a rule that refuses. */
    public Check(String rule, Optional<String> violation) {
      this(rule, Weight.REFUSES, violation);
    }

    /** Whether nobody may see the rows. */
    public boolean refuses() {
      return weight == Weight.REFUSES && violation.isPresent();
    }
  }

  public QualityRule {
    measures = List.copyOf(measures);
  }

  /** One that refuses. */
  public QualityRule(
      String name, List<Column> measures, Function<List<Object>, Optional<String>> verdict) {
    this(name, Weight.REFUSES, measures, verdict);
  }

  /** The measures of all rules, for one pass over the rows. */
  public static List<Column> measures(List<QualityRule> rules) {
    return rules.stream().flatMap(rule -> rule.measures().stream()).toList();
  }

  /**
   * What all rules came to.
   *
   * @param values of their {@link #measures}, and others before them
   * @param first the place of their first
   */
  public static List<Check> verdicts(List<QualityRule> rules, Row values, int first) {
    List<Check> checks = new ArrayList<>();
    int next = first;
    for (QualityRule rule : rules) {
      List<Object> own = new ArrayList<>();
      for (int i = 0; i < rule.measures().size(); i++) {
        own.add(values.get(next++));
      }
      checks.add(new Check(rule.name(), rule.weight(), rule.verdict().apply(own)));
    }

    return checks;
  }

  public static QualityRule rowCount(long expected) {
    return new QualityRule(
        "there are as many rows as the inputs call for",
        List.of(count(lit(1))),
        values -> differs("rows", (Long) values.get(0), expected));
  }

  public static QualityRule uniqueKey(String... columns) {
    Column[] key = Arrays.stream(columns).map(name -> col(name)).toArray(Column[]::new);

    return new QualityRule(
        "one row per " + String.join(", ", columns),
        List.of(count(lit(1)).minus(count_distinct(struct(key)))),
        values -> {
          long copies = (Long) values.get(0);

          return copies == 0
              ? Optional.empty()
              : Optional.of("%d rows repeat another one's key".formatted(copies));
        });
  }

  /** Rows for which {@code condition} is false or unknown violate the rule. */
  public static QualityRule everyRow(String name, Column condition) {
    Column bad = coalesce(condition, lit(false)).equalTo(false);

    return new QualityRule(
        name,
        List.of(count(when(bad, 1)), min(when(bad, to_json(struct(col("*")))))),
        values ->
            (Long) values.get(0) == 0
                ? Optional.empty()
                : Optional.of(
                    "not so in %s rows, such as %s".formatted(values.get(0), values.get(1))));
  }

  /** The sum of a column must be what the inputs say. */
  public static QualityRule total(String column, long expected) {
    return new QualityRule(
        column + " sum up to what the inputs hold",
        List.of(coalesce(sum(col(column)), lit(0L)).cast("long")),
        values -> differs(column, (Long) values.get(0), expected));
  }

  private static Optional<String> differs(String what, long found, long expected) {
    return found == expected
        ? Optional.empty()
        : Optional.of("%d %s where the inputs call for %d".formatted(found, what, expected));
  }
}
