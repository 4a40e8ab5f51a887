package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.deploy.company.CompanyValues.Batch;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Batch jobs for the Spark operator: each derived contract's nightly, and maintenance of all
 * tables. A nightly by {@code --changed} finds by itself which days are over, so that a schedule
 * that was missed is no day lost.
 */
final class SparkApplications {
  /** The version that our modules are built with. */
  static final String VERSION = "4.1.1";

  private static final String FOLDER = "spark";
  private static final List<String> SETTINGS =
      List.of("kafka.", "registry.", "catalog.", "s3.", "lineage.");

  private final Surroundings here;

  SparkApplications(Surroundings here) {
    this.here = here;
  }

  List<Resource> resources() {
    List<Resource> resources = new ArrayList<>(Accounts.spark(here));
    resources.add(receipts());
    Batch batch = here.values().batch();
    for (Contract contract : here.contracts().all()) {
      if (contract.kind() == Contract.Kind.DERIVED) {
        resources.add(
            scheduled(
                "nightly-" + contract.name().replace('_', '-'),
                "spark-jobs",
                "io.freshet.batch.NightlyApplication",
                List.of("--job", contract.name(), "--changed"),
                batch.nightlySchedule()));
      }
    }
    resources.add(
        scheduled(
            "maintenance",
            "compaction",
            "io.freshet.maintenance.MaintenanceApplication",
            List.of("--all"),
            batch.maintenanceSchedule()));

    return resources;
  }

  /** Where runs leave receipts, and maintenance finds what earlier ones took. */
  private Resource receipts() {
    Body spec =
        Body.of("accessModes", List.of("ReadWriteMany"))
            .with("storageClassName", here.values().store().sharedClass())
            .with("resources", Body.of("requests", Body.of("storage", "5Gi").map()));

    return Resource.of(
        FOLDER,
        "v1",
        "PersistentVolumeClaim",
        here.metadata(Surroundings.RECEIPTS_CLAIM),
        "spec",
        spec.map());
  }

  private Resource scheduled(
      String name, String image, String main, List<String> arguments, String schedule) {
    Body spec =
        Body.of("schedule", schedule)
            .with("timeZone", "UTC")
            // Two of a kind would compute the same days.
            .with("concurrencyPolicy", "Forbid")
            .with("successfulRunHistoryLimit", 3)
            .with("failedRunHistoryLimit", 10)
            .with("template", template(image, main, arguments));

    return Resource.of(
        FOLDER,
        "sparkoperator.k8s.io/v1beta2",
        "ScheduledSparkApplication",
        here.metadata(name, name),
        "spec",
        spec.map());
  }

  private Body template(String image, String main, List<String> arguments) {
    Batch batch = here.values().batch();
    List<Map<String, Object>> volumes = here.volumes(here.contracts().all());
    volumes.add(Surroundings.emptyDir("tmp"));
    volumes.add(Surroundings.emptyDir("spark-local-dir-1"));
    volumes.add(
        Body.of("name", "receipts")
            .with("persistentVolumeClaim", Body.of("claimName", Surroundings.RECEIPTS_CLAIM))
            .map());
    List<Map<String, Object>> mounts = Surroundings.mounts();
    mounts.add(Surroundings.mount("tmp", "/tmp"));
    mounts.add(Surroundings.mount("spark-local-dir-1", "/var/freshet/spark"));
    List<Map<String, Object>> driverMounts = new ArrayList<>(mounts);
    driverMounts.add(Surroundings.mount("receipts", Surroundings.RECEIPTS));

    return Body.of("type", "Java")
        .with("mode", "cluster")
        .with("sparkVersion", VERSION)
        .with("image", here.values().images().of(image))
        .with("imagePullPolicy", "IfNotPresent")
        .with("mainClass", main)
        .with("mainApplicationFile", "local:///opt/spark/jars/%s.jar".formatted(image))
        .with("arguments", arguments)
        .with("sparkConf", configuration(batch))
        // A check that failed, or a dependency that is away: the next run of the schedule tries.
        .with("restartPolicy", Body.of("type", "Never"))
        .with("timeToLiveSeconds", 86_400)
        .with(
            "dynamicAllocation",
            Body.of("enabled", true)
                .with("initialExecutors", 1)
                .with("minExecutors", 1)
                .with("maxExecutors", batch.executors()))
        .with("driver", pod(1, "2g", driverMounts).with("serviceAccount", "spark"))
        .with("executor", pod(batch.cores(), batch.memory(), mounts).with("instances", 1))
        .with("volumes", volumes);
  }

  private static Map<String, Object> configuration(Batch batch) {
    return new TreeMap<>(
        Map.of(
            "spark.local.dir", "/var/freshet/spark",
            "spark.dynamicAllocation.shuffleTracking.enabled", "true",
            "spark.kubernetes.executor.deleteOnTermination", "true",
            "spark.executor.cores", Integer.toString(batch.cores())));
  }

  private Body pod(int cores, String memory, List<Map<String, Object>> mounts) {
    return Body.of("cores", cores)
        .with("coreLimit", Integer.toString(cores))
        .with("memory", memory)
        .with("annotations", Body.of(Surroundings.SETTINGS_ANNOTATION, here.settingsDigest()).map())
        .with("env", here.environment(SETTINGS))
        .with("podSecurityContext", Safety.pod(Safety.SPARK_USER))
        .with("securityContext", Safety.container())
        .with("volumeMounts", mounts);
  }
}
