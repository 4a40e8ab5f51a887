package io.freshet.console.page;

import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.JobRun;
import io.freshet.console.receipts.Receipt;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.ingestion.deadletters.DeadLetterGroup;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What rows of a table must be, and what was refused for it.
 *
 * @param rules of the contract, by which each event is judged before it is a row
 * @param letters the reading that the next two are of
 * @param refused by cause, those with the most open ones first
 * @param rate of the last hour, where something was refused in it
 * @param checked the newest run of the job that makes the table, which held it to rules of its own
 * @param receipts the reading that it is of
 */
public record QualityView(
    List<String> rules,
    Reading<DeadLetterFacts> letters,
    List<DeadLetterGroup> refused,
    Optional<HourlyRate> rate,
    Optional<Checked> checked,
    Reading<List<Receipt>> receipts) {
  /** A run of a job with the rules that it held rows to. */
  public record Checked(Receipt receipt, List<JobRun.Check> checks) {}

  /**
   * @param own receipts that speak of the table, the newest first
   */
  static QualityView of(
      Contract contract, Reading<DeadLetterFacts> letters, Reading<List<Receipt>> own) {
    return new QualityView(
        contract.stream().isPresent() ? rules(contract) : List.of(),
        letters,
        letters.value().stream()
            .flatMap(facts -> facts.groups().stream())
            .filter(group -> group.contract().equals(contract.name()))
            .sorted(Comparator.comparingLong(QualityView::open).reversed())
            .toList(),
        letters.value().flatMap(facts -> facts.rate(contract.name())),
        own.value().stream()
            .flatMap(List::stream)
            .flatMap(
                receipt -> receipt.run().map(run -> new Checked(receipt, run.checks())).stream())
            .filter(checked -> !checked.checks().isEmpty())
            .findFirst(),
        own);
  }

  private static List<String> rules(Contract contract) {
    List<Field> fields = contract.schema().fields();
    List<String> rules = new ArrayList<>();
    List<String> required = fields.stream().filter(Field::required).map(Field::name).toList();
    if (!required.isEmpty()) {
      rules.add("required: " + Texts.joined(required));
    }
    fields.stream()
        .filter(field -> !field.allowedValues().isEmpty())
        .forEach(
            field ->
                rules.add(
                    "%s is one of %s"
                        .formatted(field.name(), Texts.joined(field.allowedValues()))));

    return rules;
  }

  /** How many of them were not sent again. */
  public static long open(DeadLetterGroup group) {
    return group.events() - group.redriven();
  }
}
