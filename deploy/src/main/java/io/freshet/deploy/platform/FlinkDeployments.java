package io.freshet.deploy.platform;

import io.freshet.deploy.company.CompanyValues.PoolSize;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Flink applications as resources of Flink's Kubernetes operator. A change of any goes on from a
 * savepoint that it takes first; one that does not come up goes back to that.
 */
final class FlinkDeployments {
  /** As the operator calls the version that our modules are built with. */
  static final String VERSION = "v2_1";

  private static final String FOLDER = "flink";
  private static final String ACCOUNT = "flink";
  private static final String JOB_MANAGER_MEMORY = "1600m";

  /** Where each JobManager and TaskManager tells Prometheus how it is. */
  private static final int METRICS_PORT = 9249;

  /** As Flink's own configuration opens them for Java 17, and as the embedded platform does. */
  static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.net",
          "java.base/java.io",
          "java.base/java.nio",
          "java.base/sun.nio.ch",
          "java.base/java.lang.reflect",
          "java.base/java.text",
          "java.base/java.time",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/java.util.concurrent.locks");

  /** As Flink's start script asks Logback for it; the image's own is hidden by the operator's. */
  private static final String LOG_SETTINGS = "logback-console.xml";

  /** Without it Logback writes nothing, or all that libraries say to those who debug them. */
  private static final String LOGS =
      """
      <configuration>
        <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
          <encoder>
            <pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %logger{36} %msg%n</pattern>
          </encoder>
        </appender>
        <root level="INFO">
          <appender-ref ref="console"/>
        </root>
        <logger name="org.apache.kafka" level="WARN"/>
        <logger name="org.apache.pekko" level="WARN"/>
        <logger name="org.apache.flink.configuration.GlobalConfiguration" level="WARN"/>
        <!-- Says of each keyword of the contracts' schema that it does not know it. -->
        <logger name="com.networknt" level="ERROR"/>
      </configuration>
      """;

  private final Surroundings here;

  FlinkDeployments(Surroundings here) {
    this.here = here;
  }

  List<Resource> resources(List<FlinkJob> jobs) {
    List<Resource> resources = new ArrayList<>(Accounts.flink(here));
    for (FlinkJob job : jobs) {
      if (!job.files().isEmpty()) {
        resources.add(files(job));
      }
      resources.add(deployment(job));
    }

    return resources;
  }

  /** Another version has another name: pods of the old one, or who goes back to it, find theirs. */
  private static String filesName(FlinkJob job) {
    return "%s-%s".formatted(job.name(), Surroundings.digest(job.files().toString()));
  }

  /** A key of a ConfigMap has no slash. */
  private static String key(String path) {
    return path.replace('/', '.');
  }

  private Resource files(FlinkJob job) {
    Map<String, Object> data = new TreeMap<>();
    job.files().forEach((path, text) -> data.put(key(path), text));

    return Resource.of(
        FOLDER, "v1", "ConfigMap", here.kept(filesName(job), job.name()), "data", data);
  }

  private Resource deployment(FlinkJob job) {
    PoolSize size = here.values().pool(job.name());
    int slots = Math.max(1, (int) size.cpu());
    Body spec =
        Body.of("image", here.values().images().of(job.image()))
            .with("imagePullPolicy", "IfNotPresent")
            .with("flinkVersion", VERSION)
            .with("mode", "native")
            .with("serviceAccount", ACCOUNT)
            .with("flinkConfiguration", configuration(job, size, slots))
            .with("logConfiguration", Map.of(LOG_SETTINGS, LOGS))
            .with(
                "jobManager",
                Body.of("replicas", 1)
                    .with("resource", Body.of("memory", JOB_MANAGER_MEMORY).with("cpu", 0.5).map()))
            .with(
                "taskManager",
                Body.of(
                    "resource",
                    Body.of("memory", size.memory()).with("cpu", number(size.cpu())).map()))
            .with("podTemplate", podTemplate(job))
            .with("job", job(job, size));

    return Resource.of(
        FOLDER,
        "flink.apache.org/v1beta1",
        "FlinkDeployment",
        new Metadata(
            job.name(),
            here.values().namespace(),
            Map.of("app.kubernetes.io/component", job.name()),
            Map.of("freshet.io/staleness-budget-seconds", "" + job.budget().toSeconds())),
        "spec",
        spec.map());
  }

  /** A whole one without a fraction, as every other tool writes it. */
  private static Number number(double value) {
    if (value == Math.rint(value)) {
      return (int) value;
    }

    return value;
  }

  private static Map<String, Object> job(FlinkJob job, PoolSize size) {
    List<String> arguments = new ArrayList<>(List.of("--profile", Surroundings.PROFILE));
    arguments.addAll(job.arguments());

    return Body.of("jarURI", "local:///opt/flink/usrlib/%s.jar".formatted(job.image()))
        .with("entryClass", job.main())
        .with("args", arguments)
        .with("parallelism", size.parallelism())
        .with("upgradeMode", "savepoint")
        .with("state", "running")
        .with("allowNonRestoredState", false)
        .map();
  }

  private Map<String, Object> configuration(FlinkJob job, PoolSize size, int slots) {
    String state = "%s/%s".formatted(here.values().store().state(), job.name());
    Map<String, String> options = new TreeMap<>();
    options.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
    options.put("pipeline.max-parallelism", Integer.toString(PoolSize.KEY_GROUPS));
    options.put("state.backend.type", "hashmap");
    options.put("execution.checkpointing.mode", "EXACTLY_ONCE");
    options.put("execution.checkpointing.dir", state + "/checkpoints");
    options.put("execution.checkpointing.savepoint-dir", state + "/savepoints");
    options.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    options.put("high-availability.type", "kubernetes");
    options.put("high-availability.storageDir", state + "/ha");
    options.put("restart-strategy.type", "exponential-delay");
    options.put("restart-strategy.exponential-delay.initial-backoff", "1 s");
    options.put("restart-strategy.exponential-delay.max-backoff", "10 s");
    options.put("s3.endpoint.region", here.values().store().region());
    if (here.values().identities().containsKey(ACCOUNT)) {
      // Hadoop's own providers know a machine's role, but not a service account's.
      options.put(
          "fs.s3a.aws.credentials.provider",
          "com.amazonaws.auth.WebIdentityTokenCredentialsProvider");
    }
    options.put("io.tmp.dirs", "/tmp");
    options.put("env.java.opts.all", javaOptions());
    options.putAll(reporter());
    options.putAll(operator());
    options.putAll(Autoscaling.options(job.budget(), size));
    options.putAll(job.options());

    return new LinkedHashMap<>(options);
  }

  private String javaOptions() {
    return Stream.concat(
            OPENED.stream().map("--add-opens=%s=ALL-UNNAMED"::formatted),
            here.trustOption().stream())
        .collect(Collectors.joining(" "));
  }

  /** Flink's own, which its image has among the plugins. */
  private static Map<String, String> reporter() {
    return Map.of(
        "metrics.reporters",
        "prometheus",
        "metrics.reporter.prometheus.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
        "metrics.reporter.prometheus.port",
        Integer.toString(METRICS_PORT));
  }

  private static Map<String, String> operator() {
    return Map.of(
        "kubernetes.operator.deployment.rollback.enabled", "true",
        "kubernetes.operator.deployment.readiness.timeout", "5 min",
        "kubernetes.operator.periodic.savepoint.interval", "6 h",
        // Below maintenance.orphan-age: what a savepoint has still to commit must be there.
        "kubernetes.operator.savepoint.history.max.age", "48 h",
        "kubernetes.operator.savepoint.history.max.count", "8",
        "kubernetes.operator.pod-template.merge-arrays-by-name", "true");
  }

  private Map<String, Object> podTemplate(FlinkJob job) {
    List<Map<String, Object>> mounts = here.mounts(job.workload());
    mounts.add(Surroundings.mount("tmp", "/tmp"));
    mounts.add(Surroundings.mount("log", "/opt/flink/log"));
    List<Map<String, Object>> volumes = here.volumes(job.contracts(), job.workload());
    volumes.add(Surroundings.emptyDir("tmp"));
    volumes.add(Surroundings.emptyDir("log"));
    if (!job.files().isEmpty()) {
      mounts.add(Surroundings.readOnlyMount("application", FlinkJobs.APPLICATION));
      List<Map<String, Object>> items =
          job.files().keySet().stream()
              .map(path -> Body.of("key", key(path)).with("path", path).map())
              .toList();
      volumes.add(
          Body.of("name", "application")
              .with("configMap", Body.of("name", filesName(job)).with("items", items))
              .map());
    }
    Body container =
        Body.of("name", "flink-main-container")
            .with("env", here.environment(job.workload()))
            .with(
                "ports",
                List.of(
                    Body.of("name", "metrics")
                        .with("containerPort", METRICS_PORT)
                        .with("protocol", "TCP")
                        .map()))
            .with("securityContext", Safety.container())
            .with("volumeMounts", mounts);

    return Body.of("apiVersion", "v1")
        .with("kind", "Pod")
        .with(
            "metadata",
            Body.of(
                "annotations",
                Body.of(Surroundings.SETTINGS_ANNOTATION, here.settingsDigest())
                    .with("prometheus.io/scrape", "true")
                    .with("prometheus.io/port", Integer.toString(METRICS_PORT))
                    .map()))
        .with(
            "spec",
            Body.of("securityContext", Safety.pod(Safety.FLINK_USER))
                .with("containers", List.of(container.map()))
                .with("volumes", volumes))
        .map();
  }
}
