package io.freshet.assurance.chaos;

import io.freshet.assurance.chaos.FaultKind.Group;
import java.time.Duration;
import java.util.List;

/** What operators, deployments and neighbours do beside a writer under traffic. */
final class OperationFaults {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private OperationFaults() {}

  static List<FaultKind> all() {
    return List.of(
        fault(
            "writer-upgraded",
            "the writer is stopped with a savepoint and goes on with another parallelism",
            "it goes on from its savepoint"),
        fault(
            "eta-upgraded",
            "the ETA job is stopped with a savepoint and goes on from there",
            "it goes on from its savepoint"),
        lasting(
            "writer-taken-back",
            "the writer is taken back to a savepoint older than what it has committed since",
            "commits since are neither skipped nor made twice",
            "it goes on from the ledgers of its tables"),
        fault(
            "writer-without-state",
            "the writer is started without any state",
            "it goes on from the ledgers of its tables"),
        lasting(
            "writer-zombie",
            "a second writer of the same tables is started, without state, beside the first",
            "one of them is refused and says so",
            "the second is stopped for good, and the first started without state, as it asks"),
        fault(
            "partitions-added",
            "the topic of pings gets one more partition, up to twelve",
            "it is read from its beginning"),
        fault(
            "schema-evolved",
            "the contract of pings gets one more optional column, and is applied",
            "no restart is needed"),
        fault(
            "manifests-rewritten",
            "another engine rewrites the manifests of each table, and commits without a pause",
            "the ledgers stand"),
        fault(
            "snapshots-expired",
            "all snapshots but the newest are expired, with their files",
            "no file that a table has is gone"),
        fault(
            "redrive-beside",
            "dead letters of pings are redriven while more come",
            "none is sent twice"),
        fault(
            "maintenance-beside",
            "freshet maintain merges files of all tables",
            "rows and ledgers are what they were"),
        fault(
            "redis-rebuilt",
            "freshet redis rebuild runs beside the job",
            "nothing newer is overwritten"),
        new FaultKind(
            "disk-full",
            Group.OPERATION,
            "the disk on which the writer stages its files is full",
            "the job restarts",
            "",
            "there is room again",
            SHORTEST,
            LONGEST,
            false));
  }

  private static FaultKind fault(String name, String doing, String mustHold) {
    return new FaultKind(
        name,
        Group.OPERATION,
        doing,
        "tables are late",
        mustHold,
        "it ends by itself",
        AT_ONCE,
        AT_ONCE,
        false);
  }

  private static FaultKind lasting(String name, String doing, String mustHold, String undone) {
    return new FaultKind(
        name,
        Group.OPERATION,
        doing,
        "tables are late",
        mustHold,
        undone,
        SHORTEST,
        LONGEST,
        false);
  }
}
