package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.deploy.company.CompanyValues.Batch;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Batch jobs for the Spark operator: each derived contract's nightly, and maintenance of all
 * tables. A nightly by {@code --changed} finds by itself which days are over, so that a schedule
 * that was missed is no day lost.
 */
final class SparkApplications {
  /** The version that our modules are built with. */
  static final String VERSION = "4.1.1";

  private static final String FOLDER = "spark";
  private static final String MAINTENANCE = "maintenance";
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
    for (Contract contract : derived()) {
      resources.add(
          scheduled(
              nightly(contract),
              "spark-jobs",
              "io.freshet.batch.NightlyApplication",
              List.of("--job", contract.name(), "--changed"),
              batch.nightlySchedule()));
    }
    resources.add(
        scheduled(
            MAINTENANCE,
            "compaction",
            "io.freshet.maintenance.MaintenanceApplication",
            List.of("--all"),
            batch.maintenanceSchedule()));

    return resources;
  }

  List<Workload> workloads() {
    return Stream.concat(derived().stream().map(SparkApplications::nightly), Stream.of(MAINTENANCE))
        .map(SparkApplications::workload)
        .toList();
  }

  private static Workload workload(String name) {
    return new Workload(name, Workload.Kind.SPARK, SETTINGS);
  }

  private List<Contract> derived() {
    return here.contracts().all().stream()
        .filter(contract -> contract.kind() == Contract.Kind.DERIVED)
        .toList();
  }

  private static String nightly(Contract contract) {
    return "nightly-" + contract.name().replace('_', '-');
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
            .with("template", template(workload(name), image, main, arguments));

    return Resource.of(
        FOLDER,
        "sparkoperator.k8s.io/v1beta2",
        "ScheduledSparkApplication",
        here.metadata(name, name),
        "spec",
        spec.map());
  }

  private Body template(Workload workload, String image, String main, List<String> arguments) {
    Batch batch = here.values().batch();
    List<Map<String, Object>> volumes = here.volumes(here.contracts().all(), workload);
    volumes.add(Surroundings.emptyDir("tmp"));
    volumes.add(Surroundings.emptyDir("spark-local-dir-1"));
    volumes.add(
        Body.of("name", "receipts")
            .with("persistentVolumeClaim", Body.of("claimName", Surroundings.RECEIPTS_CLAIM))
            .map());
    List<Map<String, Object>> mounts = here.mounts(workload);
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
        .with("driver", pod(workload, 1, "2g", driverMounts).with("serviceAccount", "spark"))
        .with("executor", pod(workload, batch.cores(), batch.memory(), mounts).with("instances", 1))
        .with("volumes", volumes);
  }

  private Map<String, Object> configuration(Batch batch) {
    Map<String, Object> configuration =
        new TreeMap<>(
            Map.of(
                "spark.local.dir", "/var/freshet/spark",
                "spark.dynamicAllocation.shuffleTracking.enabled", "true",
                "spark.kubernetes.executor.deleteOnTermination", "true",
                "spark.executor.cores", Integer.toString(batch.cores())));
    here.trustOption()
        .ifPresent(
            option -> {
              configuration.put("spark.driver.extraJavaOptions", option);
              configuration.put("spark.executor.extraJavaOptions", option);
            });

    return configuration;
  }

  private Body pod(Workload workload, int cores, String memory, List<Map<String, Object>> mounts) {
    return Body.of("cores", cores)
        .with("coreLimit", Integer.toString(cores))
        .with("memory", memory)
        .with("annotations", Body.of(Surroundings.SETTINGS_ANNOTATION, here.settingsDigest()).map())
        .with("env", here.environment(workload))
        .with("podSecurityContext", Safety.pod(Safety.SPARK_USER))
        .with("securityContext", Safety.container())
        .with("volumeMounts", mounts);
  }
}
