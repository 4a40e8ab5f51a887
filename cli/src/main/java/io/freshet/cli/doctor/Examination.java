package io.freshet.cli.doctor;

import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Looks at all checks, some at once, those first that others need. Ends for certain: whatever takes
 * longer than it may is interrupted and left behind.
 *
 * @param limit how long one check may take
 */
record Examination(Duration limit) {
  /** Each is a connection or two, and Kafka's clients have threads of their own. */
  private static final int AT_ONCE = 12;

  /**
   * What came of each, in the order given.
   *
   * @param checks each behind those that it needs
   */
  Map<String, Finding> of(List<Check> checks) throws InterruptedException {
    Map<String, Finding> findings = new LinkedHashMap<>();
    checks.forEach(check -> findings.put(check.name(), null));
    List<Check> left = new ArrayList<>(checks);
    while (!left.isEmpty()) {
      List<Check> next =
          left.stream()
              .filter(check -> check.needs().stream().noneMatch(need -> waits(need, left)))
              .limit(AT_ONCE)
              .toList();
      if (next.isEmpty()) {
        throw new IllegalArgumentException("These checks need each other: " + left);
      }
      left.removeAll(next);
      findings.putAll(together(next, findings));
    }

    return findings;
  }

  private static boolean waits(String name, List<Check> left) {
    return left.stream().anyMatch(check -> check.name().equals(name));
  }

  private Map<String, Finding> together(List<Check> checks, Map<String, Finding> known)
      throws InterruptedException {
    Map<String, Finding> findings = new LinkedHashMap<>();
    List<Check> able = new ArrayList<>();
    for (Check check : checks) {
      List<String> lacking =
          check.needs().stream().filter(need -> !known.get(need).holds()).toList();
      if (lacking.isEmpty()) {
        able.add(check);
      } else {
        findings.put(
            check.name(), Finding.skipped("it needs: %s".formatted(String.join(", ", lacking))));
      }
    }
    if (able.isEmpty()) {
      return findings;
    }
    // Threads of their own for each turn: one that can't be interrupted holds up nobody.
    ExecutorService threads = Executors.newFixedThreadPool(able.size(), Examination::daemon);
    try {
      List<Callable<Finding>> looks = able.stream().map(Check::look).toList();
      List<Future<Finding>> ended =
          threads.invokeAll(looks, limit.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < able.size(); i++) {
        findings.put(able.get(i).name(), finding(able.get(i), ended.get(i)));
      }
    } finally {
      threads.shutdownNow();
    }

    return findings;
  }

  private Finding finding(Check check, Future<Finding> ended) throws InterruptedException {
    try {
      return ended.get();
    } catch (CancellationException tooLong) {
      return Finding.failed("no answer within %d s".formatted(limit.toSeconds()), check.remedy());
    } catch (ExecutionException e) {
      return Finding.failed(words(e.getCause()), check.remedy());
    }
  }

  /** Its own words, without what a command would advise that stops at the first failure. */
  private static String words(Throwable failure) {
    if (failure instanceof FreshetException known) {
      return known.getMessage();
    }

    return failure.getMessage() == null
        ? failure.getClass().getSimpleName()
        : "%s: %s".formatted(failure.getClass().getSimpleName(), failure.getMessage());
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "doctor");
    thread.setDaemon(true);

    return thread;
  }
}
