package io.freshet.batch.nightly;

import static org.apache.spark.sql.functions.col;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import java.util.ArrayList;
import java.util.List;

/** What the contract of an output says of its rows: its key, and which values a column takes. */
public final class ContractRules {
  private ContractRules() {}

  public static List<QualityRule> of(Contract contract) {
    List<QualityRule> rules = new ArrayList<>();
    rules.add(QualityRule.uniqueKey(contract.schema().keys().grain().toArray(String[]::new)));
    contract.schema().fields().stream()
        .filter(field -> !field.allowedValues().isEmpty())
        .map(ContractRules::allowedValues)
        .forEach(rules::add);

    return rules;
  }

  private static QualityRule allowedValues(Field field) {
    return QualityRule.everyRow(
        "%s is one of %s".formatted(field.name(), String.join(", ", field.allowedValues())),
        col(field.name()).isNull().or(col(field.name()).isin(field.allowedValues().toArray())));
  }
}
