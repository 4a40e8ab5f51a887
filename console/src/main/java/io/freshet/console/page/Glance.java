package io.freshet.console.page;

import io.freshet.assurance.alert.Webhook;
import io.freshet.console.alerts.AlertFacts;
import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.letters.DeadLetterFacts;
import io.freshet.console.pipeline.FlinkFacts;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Receipt;
import io.freshet.ingestion.deadletters.HourlyRate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody on call asks of all tables together, beside how stale they are: whether somebody
 * was told of anything, whether anything is missing or doubled, what was refused, and what may be
 * away though no table is late.
 */
public record Glance(List<Told> answers) {
  private static final String TRINO = "Trino";

  public Glance {
    answers = List.copyOf(answers);
  }

  /**
   * One answer.
   *
   * @param what it is about
   * @param detail empty where there is no more to say
   * @param address where all of it is told
   * @param isBad whether somebody should look
   */
  public record Told(String what, String figure, String detail, String address, boolean isBad) {}

  static Glance of(Board board, HomePage.Beside beside) {
    return new Glance(
        Stream.of(
                Optional.of(alerts(board, beside.alerts())),
                Optional.of(proofs(board, beside.proofs())),
                Optional.of(letters(beside.letters())),
                flink(beside.flink()),
                beside.markets().map(Glance::redis),
                Optional.of(beside.trino().map(Glance::trino).orElseGet(Glance::noTrino)))
            .flatMap(Optional::stream)
            .toList());
  }

  /** A job may stand that makes no table late. */
  private static Optional<Told> flink(Reading<FlinkFacts> reading) {
    if (reading.value().filter(facts -> facts.asked().isEmpty()).isPresent()) {
      return Optional.empty();
    }
    boolean isBad =
        reading.failure().isPresent() || !reading.value().map(FlinkFacts::isWell).orElse(true);

    return Optional.of(
        new Told(
            "Jobs of Flink",
            reading.value().map(Glance::jobs).orElse(Texts.NOTHING),
            reading.failure().isPresent()
                ? "they can’t be read"
                : reading.value().map(Glance::lacking).orElse(""),
            Links.PIPELINE,
            isBad));
  }

  private static String jobs(FlinkFacts facts) {
    if (facts.isSilent()) {
      return "no JobManager answers";
    }
    int standing = facts.standing().size();

    return standing == 0
        ? Texts.plural(facts.jobs().size(), "runs", "run")
        : "%s of %s not running".formatted(Texts.count(standing), Texts.count(facts.jobs().size()));
  }

  /** Who is away, JobManagers before TaskManagers. */
  private static String lacking(FlinkFacts facts) {
    String silent = names(facts.away().keySet());
    if (facts.isSilent()) {
      return silent;
    }

    return Stream.of(
            silent.isEmpty()
                ? ""
                : "%s %s not answer".formatted(silent, facts.away().size() == 1 ? "does" : "do"),
            facts.withoutTaskManager().isEmpty()
                ? ""
                : "no TaskManager for " + names(facts.withoutTaskManager()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String names(Collection<String> jobManagers) {
    return jobManagers.stream().sorted().collect(Collectors.joining(", "));
  }

  private static Told redis(Reading<List<String>> markets) {
    return new Told(
        "Customers’ Redis",
        markets
            .value()
            .map(known -> Texts.plural(known.size(), "market", "markets"))
            .orElse(Texts.NOTHING),
        markets.failure().isPresent() ? "Redis can’t be read" : "",
        Links.MAP,
        markets.failure().isPresent());
  }

  /** Without it no rows are seen, here or by analysts, and no mart is built. */
  private static Told trino(Reading<String> version) {
    boolean isAway = version.failure().isPresent();

    return new Told(
        TRINO,
        isAway ? "does not answer" : version.isPending() ? Texts.NOTHING : "answers",
        "",
        Links.QUERY,
        isAway);
  }

  private static Told noTrino() {
    return new Told(TRINO, "not named", "no rows are read here", Links.QUERY, false);
  }

  private static Told alerts(Board board, AlertFacts alerts) {
    int open = AlertsPage.open(board, alerts).size();
    boolean isRefused = alerts.webhook().flatMap(Webhook.Tally::trouble).isPresent();
    String detail =
        alerts.webhook().isEmpty()
            ? "nobody is told: no webhook is set"
            : isRefused ? "the webhook did not take the newest" : "";

    return new Told(
        "Alerts that last",
        open == 0 ? "none" : Texts.count(open),
        detail,
        Links.ALERTS,
        open > 0 || isRefused);
  }

  private static Told proofs(Board board, Reading<Map<String, Receipt>> reading) {
    Map<String, Receipt> proofs = reading.value().orElse(Map.of());
    int held = 0;
    int broken = 0;
    for (TableStatus table : board.worstFirst()) {
      Receipt proof = proofs.get(table.name());
      if (proof != null && proof.ok()) {
        held++;
      } else if (proof != null) {
        broken++;
      }
    }
    int never = board.worstFirst().size() - held - broken;
    boolean isKnown = reading.value().isPresent() && reading.failure().isEmpty();
    String rest = never == 0 || !isKnown ? "" : Texts.count(never) + " never proved";

    return new Told(
        "Missing or doubled, by the last proofs",
        broken > 0
            ? "perhaps in " + Texts.count(broken)
            : held > 0 ? "nothing in " + Texts.count(held) : Texts.NOTHING,
        reading.failure().isPresent() ? "receipts can’t be read" : rest,
        Links.with(Links.RECEIPTS, Map.of("kind", "prove")),
        broken > 0 || reading.failure().isPresent());
  }

  private static Told letters(Reading<DeadLetterFacts> letters) {
    Optional<DeadLetterFacts> known = letters.value();
    long open =
        known.stream()
            .flatMap(facts -> facts.groups().stream())
            .mapToLong(group -> group.events() - group.redriven())
            .sum();
    long tooMany =
        known.stream()
            .flatMap(facts -> facts.rates().values().stream())
            .filter(HourlyRate::isTooHigh)
            .count();

    return new Told(
        "Dead letters that are open",
        known.isEmpty() ? Texts.NOTHING : open == 0 ? "none" : Texts.count(open),
        tooMany == 0 ? "" : Texts.plural(tooMany, "contract", "contracts") + " had more than borne",
        Links.DEAD_LETTERS,
        tooMany > 0);
  }
}
