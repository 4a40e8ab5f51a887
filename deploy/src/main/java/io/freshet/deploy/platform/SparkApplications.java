package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Durations;
import io.freshet.deploy.company.CompanyValues.Batch;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.NameLimits;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Batch jobs for the Spark operator: each derived contract's nightly, and maintenance of all
 * tables. A nightly by {@code --changed} finds by itself which days are over, so that a schedule
 * that was missed is no day lost. Maintenance goes on round after round, as writers do.
 */
final class SparkApplications {
  /** The version that our modules are built with. */
  static final String VERSION = "4.1.1";

  private static final String FOLDER = "spark";
  private static final String API = "sparkoperator.k8s.io/v1beta2";
  static final String MAINTENANCE = "maintenance";
  private static final int RETRY_SECONDS = 60;
  private static final List<String> SETTINGS = List.of("kafka.", "catalog.", "s3.", "lineage.");

  /** As whom all of them come to Kafka. */
  static final Workload SHARED_USER = new Workload("spark", Workload.Kind.SPARK, SETTINGS);

  private final Surroundings here;

  SparkApplications(Surroundings here) {
    this.here = here;
  }

  List<Resource> resources() {
    List<Resource> resources = new ArrayList<>(Accounts.spark(here));
    resources.add(receipts());
    Batch batch = here.values().batch();
    for (Contract contract : derived(here.contracts())) {
      resources.add(
          scheduled(
              nightly(contract),
              "spark-jobs",
              "io.freshet.batch.NightlyApplication",
              List.of("--job", contract.name(), "--changed"),
              batch.nightlySchedule()));
    }
    resources.add(maintenance(batch));

    return resources;
  }

  List<Workload> workloads() {
    return Stream.concat(
            derived(here.contracts()).stream().map(SparkApplications::nightly),
            Stream.of(MAINTENANCE))
        .map(SparkApplications::workload)
        .toList();
  }

  private static Workload workload(String name) {
    return new Workload(name, Workload.Kind.SPARK, SETTINGS);
  }

  /** Those that have a nightly. */
  static List<Contract> derived(Contracts contracts) {
    return contracts.all().stream()
        .filter(contract -> contract.kind() == Contract.Kind.DERIVED)
        .toList();
  }

  static String nightly(Contract contract) {
    return NameLimits.fitting(
        NameLimits.SCHEDULED_SPARK_APPLICATION, "nightly-" + contract.name().replace('_', '-'));
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
            .with(
                "template",
                // A check that failed, or a dependency that is away: the next run tries.
                template(workload(name), image, main, arguments)
                    .with("restartPolicy", Body.of("type", "Never"))
                    .with("timeToLiveSeconds", 86_400));

    return Resource.of(
        FOLDER,
        API,
        NameLimits.SCHEDULED_SPARK_APPLICATION,
        here.metadata(name, name),
        "spec",
        spec.map());
  }

  /**
   * One that never ends by itself. Where its pod is gone, or a loss has ended it, the operator
   * starts it anew, and what was done is not done again.
   */
  private Resource maintenance(Batch batch) {
    Body spec =
        template(
                workload(MAINTENANCE),
                "compaction",
                "io.freshet.maintenance.MaintenanceApplication",
                List.of("--all", "--every", Durations.print(batch.maintenanceEvery())))
            // It waits most of its time, and many a round needs no engine.
            .with("dynamicAllocation", executors(0))
            .with(
                "restartPolicy",
                Body.of("type", "Always")
                    .with("onFailureRetryInterval", RETRY_SECONDS)
                    .with("onSubmissionFailureRetryInterval", RETRY_SECONDS));

    return Resource.of(
        FOLDER,
        API,
        "SparkApplication",
        here.metadata(MAINTENANCE, MAINTENANCE),
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
        .with("dynamicAllocation", executors(1))
        .with("driver", pod(workload, 1, "2g", driverMounts).with("serviceAccount", "spark"))
        .with("executor", pod(workload, batch.cores(), batch.memory(), mounts).with("instances", 1))
        .with("volumes", volumes);
  }

  /** So many at least, however little there is to do. */
  private Body executors(int least) {
    return Body.of("enabled", true)
        .with("initialExecutors", least)
        .with("minExecutors", least)
        .with("maxExecutors", here.values().batch().executors());
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
