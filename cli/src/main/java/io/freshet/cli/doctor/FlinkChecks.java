package io.freshet.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.cli.doctor.door.Http;
import io.freshet.core.toolkit.Amounts;
import io.freshet.local.PartStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the embedded platform's processes live, and Flink's jobs save what they do. */
record FlinkChecks(Installation installation) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JOB_MANAGER = "-jobmanager";
  private static final String RUNNING = "RUNNING";

  /** As somebody wanted it: a cluster for many jobs remembers those that were replaced. */
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED");

  /** Of jobs that save what they do every few minutes or oftener, as most budgets ask for. */
  private static final Duration OLD = Duration.ofMinutes(10);

  /** For checkpoints themselves, beside the time between two of them. */
  private static final Duration TAKES = Duration.ofMinutes(5);

  /** Flink names ages where a job makes none by itself. */
  private static final Duration LONGEST = Duration.ofDays(1);

  List<Check> checks() {
    return List.of(
        new Check(
            "parts",
            List.of(Installation.PROFILE),
            "./freshet status",
            () ->
                installation.workspace().isEmbedded()
                    ? parts(installation.workspace().platform().status())
                    : Finding.skipped("not the embedded platform")),
        new Check(
            "checkpoints", Installation.withProfile(), installation.look("flink"), this::jobs));
  }

  static Finding parts(List<PartStatus> parts) {
    List<String> dead = named(parts, PartStatus.State.DEAD);
    long running = parts.stream().filter(part -> part.state() == PartStatus.State.RUNNING).count();
    if (!dead.isEmpty()) {
      return Finding.failed("dead: %s".formatted(String.join(", ", dead)), "./freshet up");
    }
    List<String> silent = named(parts, PartStatus.State.STARTING);
    if (!silent.isEmpty()) {
      return Finding.warning(
          "alive without an answer: %s".formatted(String.join(", ", silent)),
          "./freshet status names their logs; a moment after ./freshet up all is well");
    }

    return running == 0
        ? Finding.failed("nothing runs", "./freshet up")
        : Finding.ok("%d processes run".formatted(running));
  }

  private static List<String> named(List<PartStatus> parts, PartStatus.State state) {
    return parts.stream().filter(part -> part.state() == state).map(PartStatus::name).toList();
  }

  /** JobManagers that the profile names, and those of the embedded platform, by their names. */
  private Map<String, String> addresses() {
    Map<String, String> addresses = new LinkedHashMap<>();
    installation
        .settings()
        .list("console.flink", List.of())
        .forEach(address -> addresses.put(address, address));
    if (installation.workspace().isEmbedded()) {
      installation.workspace().platform().status().stream()
          .filter(part -> part.name().endsWith(JOB_MANAGER) && part.port().isPresent())
          .forEach(
              part -> addresses.put(part.name(), "http://127.0.0.1:" + part.port().getAsInt()));
    }

    return addresses;
  }

  private Finding jobs() throws Exception {
    Map<String, String> addresses = addresses();
    if (addresses.isEmpty()) {
      return installation.workspace().isEmbedded()
          ? Finding.failed("no Flink application was started", "./freshet up")
          : Finding.skipped("console.flink names no JobManager");
    }
    List<Job> jobs = new ArrayList<>();
    List<String> away = new ArrayList<>();
    for (Map.Entry<String, String> each : addresses.entrySet()) {
      try {
        jobs.addAll(jobs(each.getValue()));
      } catch (IOException e) { // the others are looked at all the same
        away.add(
            "%s does not answer%s"
                .formatted(
                    each.getKey(),
                    e.getMessage() == null ? "" : " (%s)".formatted(e.getMessage())));
      }
    }

    return jobs(jobs, away, Instant.now(), installation.look("flink"));
  }

  private List<Job> jobs(String address) throws IOException, InterruptedException {
    Http http = new Http(installation.patience());
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : JSON.readTree(http.get(address + "/jobs/overview").body()).path("jobs")) {
      String checkpoints = "%s/jobs/%s/checkpoints".formatted(address, job.path("jid").asText());
      jobs.add(
          Job.of(
              job,
              JSON.readTree(http.get(checkpoints).body()),
              JSON.readTree(http.get(checkpoints + "/config").body())));
    }

    return jobs;
  }

  /**
   * A job as Flink tells of it.
   *
   * @param since when it began to run
   * @param completedAt of its newest checkpoint; the epoch while there is none
   * @param interval between two of them; nothing where Flink does not tell
   */
  record Job(
      String name,
      String state,
      Instant since,
      Instant completedAt,
      long failed,
      Duration interval) {
    static Job of(JsonNode overview, JsonNode checkpoints, JsonNode config) {
      return new Job(
          overview.path("name").asText(),
          overview.path("state").asText(),
          Instant.ofEpochMilli(overview.path("start-time").asLong()),
          Instant.ofEpochMilli(
              checkpoints.path("latest").path("completed").path("latest_ack_timestamp").asLong()),
          checkpoints.path("counts").path("failed").asLong(),
          Duration.ofMillis(config.path("interval").asLong()));
    }

    /** From when on one is missing: after the next has failed as well, or so long a wait. */
    Duration patience() {
      if (interval.compareTo(LONGEST) > 0) {
        return OLD;
      }
      Duration two = interval.multipliedBy(2).plus(TAKES);

      return two.compareTo(OLD) < 0 ? OLD : two;
    }

    /** Since it last saved what it does, or began to. */
    Duration unsaved(Instant now) {
      Instant saved = completedAt.isAfter(since) ? completedAt : since;

      return Duration.between(saved, now);
    }
  }

  /**
   * @param away what is to be said of JobManagers that do not answer
   */
  static Finding jobs(List<Job> jobs, List<String> away, Instant now, String remedy) {
    List<String> wrong = new ArrayList<>(away);
    List<String> right = new ArrayList<>();
    for (Job job : jobs) {
      if (!job.state().equals(RUNNING) && !ENDED.contains(job.state())) {
        wrong.add("%s is %s".formatted(job.name(), job.state()));
      } else if (job.state().equals(RUNNING) && job.unsaved(now).compareTo(job.patience()) > 0) {
        wrong.add(
            "%s has completed no checkpoint for %s, %d failed"
                .formatted(job.name(), Amounts.age(job.unsaved(now)), job.failed()));
      } else if (job.state().equals(RUNNING)) {
        right.add("%s %s ago".formatted(job.name(), Amounts.age(job.unsaved(now))));
      }
    }
    if (!wrong.isEmpty()) {
      return Finding.failed(ContractChecks.some(wrong), remedy);
    }

    return right.isEmpty()
        ? Finding.failed("no job runs", remedy)
        : Finding.ok(String.join(", ", right));
  }
}
