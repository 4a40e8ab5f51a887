package io.freshet.bench.alerts;

import io.freshet.bench.alerts.AlertReceiver.Told;
import io.freshet.bench.alerts.Injector.Injection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What alerts were worth: injections with what came of them, and alerts that nothing stood behind.
 * Pure.
 *
 * @param calm how long no table was late and nothing was being injected: what false alarms are
 *     counted within
 */
record Judgement(List<Verdict> verdicts, List<Told> falseAlarms, Duration calm) {
  static final Duration ALERT_WITHIN = Duration.ofSeconds(15);
  static final double HOPS_RIGHT = 0.95;

  Judgement {
    verdicts = List.copyOf(verdicts);
    falseAlarms = List.copyOf(falseAlarms);
  }

  /**
   * What became of one injection at the table that was watched.
   *
   * @param breach empty: it has made nothing late
   * @param alert empty: nobody was told
   * @param back empty: nobody was told that the table is back
   */
  record Verdict(
      Injection injection, Optional<Breach> breach, Optional<Told> alert, Optional<Told> back) {
    /**
     * @param breaches of the table, in order
     * @param until when the next injection began, or the run ended
     */
    static Verdict of(
        Injection injection, String table, List<Breach> breaches, List<Told> told, Instant until) {
      Optional<Breach> breach =
          breaches.stream().filter(each -> each.touches(injection.begun(), until)).findFirst();
      Optional<Told> alert =
          first(Told.BREACHED, table, told, injection.begun())
              .filter(each -> each.at().isBefore(until));
      Optional<Told> back =
          alert
              .flatMap(each -> first(Told.RECOVERED, table, told, each.at()))
              .filter(each -> each.at().isBefore(until));

      return new Verdict(injection, breach, alert, back);
    }

    private static Optional<Told> first(
        String state, String table, List<Told> told, Instant since) {
      return told.stream()
          .filter(each -> each.isOf(state, table) && !each.at().isBefore(since))
          .min(Comparator.comparing(Told::at));
    }

    /** From the breach to the alert; below zero where it came before. */
    Optional<Duration> delay() {
      return breach.flatMap(late -> alert.map(each -> Duration.between(late.begin(), each.at())));
    }

    /** From the end of the breach until that was told. */
    Optional<Duration> backAfter() {
      return breach.flatMap(late -> back.map(each -> Duration.between(late.end(), each.at())));
    }

    boolean isHopRight() {
      return alert.flatMap(Told::hop).filter(injection.hop()::equals).isPresent();
    }
  }

  /**
   * What happened.
   *
   * @param watched the table that every injection makes late
   * @param breaches of each table, in order; of others there was none
   */
  record Events(
      String watched,
      List<Injection> injections,
      Map<String, List<Breach>> breaches,
      List<Told> told,
      Instant begin,
      Instant end) {
    Events {
      injections = List.copyOf(injections);
      breaches = Map.copyOf(breaches);
      told = List.copyOf(told);
    }
  }

  /**
   * @param early how long before a breach an alert may come: while nothing can be measured, what
   *     waited before is taken to have waited for as long as commits are apart
   */
  static Judgement of(Events events, Duration early) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < events.injections().size(); i++) {
      Instant until =
          i + 1 < events.injections().size()
              ? events.injections().get(i + 1).begun()
              : events.end();
      verdicts.add(
          Verdict.of(
              events.injections().get(i),
              events.watched(),
              events.breaches().getOrDefault(events.watched(), List.of()),
              events.told(),
              until));
    }
    List<Told> falseAlarms =
        events.told().stream().filter(told -> isFalse(told, events, early)).toList();

    return new Judgement(verdicts, falseAlarms, calm(events));
  }

  private static boolean isFalse(Told told, Events events, Duration early) {
    if (!told.state().equals(Told.BREACHED)) {
      return false;
    }

    return told
        .table()
        .map(table -> events.breaches().getOrDefault(table, List.of()))
        .orElse(List.of())
        .stream()
        .noneMatch(breach -> breach.touches(told.at().minus(ALERT_WITHIN), told.at().plus(early)));
  }

  /** Of the run, what no injection and no breach of a table takes. */
  private static Duration calm(Events events) {
    List<Breach> busy = new ArrayList<>();
    events
        .injections()
        .forEach(injection -> busy.add(new Breach(injection.begun(), injection.healed())));
    events.breaches().values().forEach(busy::addAll);
    busy.sort(Comparator.comparing(Breach::begin));
    Duration calm = Duration.ZERO;
    Instant calmSince = events.begin();
    for (Breach each : busy) {
      if (each.begin().isAfter(calmSince)) {
        calm = calm.plus(Duration.between(calmSince, each.begin()));
      }
      calmSince = each.end().isAfter(calmSince) ? each.end() : calmSince;
    }

    return events.end().isAfter(calmSince)
        ? calm.plus(Duration.between(calmSince, events.end()))
        : calm;
  }

  /** Delays in ascending order; of what was not told there is none. */
  List<Duration> delays() {
    return verdicts.stream().map(Verdict::delay).flatMap(Optional::stream).sorted().toList();
  }

  /** Of injections that made the table late; not a number where none has. */
  double hopsRight() {
    long late = verdicts.stream().filter(each -> each.breach().isPresent()).count();
    long right =
        verdicts.stream().filter(each -> each.breach().isPresent() && each.isHopRight()).count();

    return late == 0 ? Double.NaN : (double) right / late;
  }

  /** What is not as promised. */
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      if (verdict.breach().isEmpty()) {
        findings.add(named(verdict) + " has made nothing late");
      } else if (verdict.alert().isEmpty()) {
        findings.add("Nobody was told of " + named(verdict));
      } else if (verdict.delay().orElseThrow().compareTo(ALERT_WITHIN) > 0) {
        findings.add(
            "%s was told %d s after the breach; %d s are promised"
                .formatted(
                    named(verdict),
                    verdict.delay().orElseThrow().toSeconds(),
                    ALERT_WITHIN.toSeconds()));
      }
    }
    if (hopsRight() < HOPS_RIGHT) {
      findings.add(
          "The hop was named rightly in %.0f %% of the injections; %.0f %% are promised"
              .formatted(100 * hopsRight(), 100 * HOPS_RIGHT));
    }
    falseAlarms.forEach(
        told ->
            findings.add(
                "%s was told to be late at %s and was not"
                    .formatted(told.table().orElse("all"), told.at())));

    return findings;
  }

  private static String named(Verdict verdict) {
    return "injection %d, %s".formatted(verdict.injection().number(), verdict.injection().fault());
  }
}
