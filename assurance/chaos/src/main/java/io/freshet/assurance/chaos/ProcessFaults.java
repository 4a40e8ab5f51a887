package io.freshet.assurance.chaos;

import io.freshet.assurance.chaos.FaultKind.Group;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Processes that die or fall asleep. */
final class ProcessFaults {
  private static final String HEALED = "started again, as whatever watches processes would";
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration A_WHILE = Duration.ofSeconds(8);
  private static final Duration SHORT_SLEEP = Duration.ofSeconds(3);

  /** Longer than Flink takes to give a process up. */
  private static final Duration LONG_SLEEP = Duration.ofSeconds(25);

  private ProcessFaults() {}

  static List<FaultKind> all() {
    List<FaultKind> all = new ArrayList<>();
    all.add(killed("writer-taskmanager", "the job restarts from its newest checkpoint", ""));
    all.add(killed("writer-jobmanager", "the job restarts from its newest checkpoint", ""));
    all.add(
        killed(
            "writer",
            "both its processes are gone at once; all begins anew from its newest checkpoint",
            ""));
    all.add(killed("eta-taskmanager", "ETAs are late", "Redis shows what its sources say"));
    all.add(killed("eta-jobmanager", "ETAs are late", "Redis shows what its sources say"));
    all.add(
        killed(
            "kafka",
            "senders give up and begin anew; records that were not acknowledged are gone",
            "each record that was acknowledged is there"));
    all.add(killed("s3", "jobs restart", ""));
    all.add(killed("catalog", "jobs restart", ""));
    all.add(killed("registry", "unknown schemas wait", "no sound event is a dead letter"));
    all.add(
        killed(
            "postgres",
            "catalog, registry and orders answer 503",
            "each step of an order that was answered is there"));
    all.add(
        new FaultKind(
            "redis-killed",
            Group.PROCESS,
            "Redis gets SIGKILL, and loses all it has",
            "customers see nothing",
            "after redis rebuild it shows what its sources say",
            "started again, empty, and rebuilt beside the job",
            AT_ONCE,
            A_WHILE,
            false));
    all.add(killed("orders", "clients send the same again", "no step is made twice"));
    all.add(killed("capture", "steps of orders become events later", "each is an event once"));
    all.add(killed("console", "", ""));
    all.add(killed("lineage", "lineage of that while is lost", ""));
    all.add(killed("trino", "queries fail", "").onlyWhenNamed());
    for (String process :
        List.of(
            "writer-taskmanager",
            "writer-jobmanager",
            "eta-taskmanager",
            "eta-jobmanager",
            "kafka",
            "s3",
            "catalog",
            "registry",
            "redis",
            "postgres",
            "orders",
            "capture")) {
      all.add(paused(process));
    }

    return all;
  }

  private static FaultKind killed(String process, String mayFollow, String mustHold) {
    return new FaultKind(
        process + "-killed",
        Group.PROCESS,
        process + " gets SIGKILL",
        mayFollow,
        mustHold,
        HEALED,
        AT_ONCE,
        A_WHILE,
        false);
  }

  private static FaultKind paused(String process) {
    return new FaultKind(
        process + "-asleep",
        Group.PROCESS,
        process + " gets SIGSTOP: it keeps ports and connections, and does nothing",
        "whoever waits for it gives up",
        "what it does once it is awake again harms nobody",
        "SIGCONT",
        SHORT_SLEEP,
        LONG_SLEEP,
        false);
  }
}
