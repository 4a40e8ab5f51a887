package io.freshet.deploy.platform;

import io.freshet.deploy.company.Backup;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the company says when, {@code backup} as a command on a schedule. It reads all that it
 * writes down and changes nothing of it.
 */
final class BackupJob {
  static final String NAME = "backup";

  private static final String FOLDER = "backup";
  private static final int ATTEMPTS = 2;
  private static final int SECONDS = 6 * 3600;

  /** Parts that are one. */
  private static final List<String> DATABASES =
      List.of("catalog", "registry", "orders", "live", "lineage");

  /** It comes to a database as the user of the server whose it is. */
  static final Workload WORKLOAD =
      new Workload(
          NAME,
          Workload.Kind.SERVERS,
          List.of(
              "kafka.",
              "catalog.",
              "postgres.",
              "catalog.postgres-",
              "orders.postgres-",
              "live.postgres-",
              "lineage.postgres-",
              "s3.",
              "eta.model",
              "log."));

  private final Surroundings here;

  BackupJob(Surroundings here) {
    this.here = here;
  }

  List<Workload> workloads() {
    return here.values().backup().map(backup -> List.of(WORKLOAD)).orElse(List.of());
  }

  List<Resource> resources() {
    return here.values().backup().map(this::resources).orElse(List.of());
  }

  private List<Resource> resources(Backup backup) {
    here.requireSecrets(NAME, secrets(backup));

    return List.of(
        Accounts.withoutRights(here, FOLDER, NAME),
        Resource.of(
            FOLDER, "batch/v1", "CronJob", here.metadata(NAME, NAME), "spec", spec(backup)));
  }

  /** The password that servers share is no matter where each has a user of its own. */
  private List<String> secrets(Backup backup) {
    boolean sharesOne =
        DATABASES.stream()
            .filter(part -> backup.parts().isEmpty() || backup.parts().contains(part))
            .anyMatch(part -> !here.values().secrets().containsKey(part + ".postgres-password"));

    return sharesOne ? List.of("catalog.token", "postgres.password") : List.of("catalog.token");
  }

  private Map<String, Object> spec(Backup backup) {
    Body job =
        Body.of("backoffLimit", ATTEMPTS)
            .with("activeDeadlineSeconds", SECONDS)
            .with(
                "template",
                new CommandPod(here, WORKLOAD, here.contracts().all())
                    .reading("receipts", Surroundings.RECEIPTS_CLAIM, Surroundings.RECEIPTS)
                    .running(command(backup)));

    return Body.of("schedule", backup.schedule())
        .with("timeZone", "UTC")
        // Two of them would let go of one another's.
        .with("concurrencyPolicy", "Forbid")
        .with("successfulJobsHistoryLimit", 3)
        .with("failedJobsHistoryLimit", 10)
        .with("jobTemplate", Body.of("spec", job))
        .map();
  }

  private static List<String> command(Backup backup) {
    List<String> command =
        new ArrayList<>(
            List.of("backup", "--to", backup.to(), "--keep", Integer.toString(backup.keep())));
    if (!backup.parts().isEmpty()) {
      command.addAll(List.of("--only", String.join(",", backup.parts())));
    }

    return command;
  }
}
