package io.freshet.local.application;

import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Part;
import io.freshet.local.engine.Credentials;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.JavaCommand;
import io.freshet.local.engine.Surroundings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** What the two processes of one application share: configuration, class path, ports. */
final class FlinkCluster {
  private static final String MODULE = "local/flink";

  /**
   * Of the client in Flink's S3 plugin: to hash all that a checkpoint uploads once more took a
   * fifth of a busy job's processor time. What is signed or encrypted arrives unchanged anyway.
   */
  private static final String WITHOUT_MD5 =
      "-Dcom.amazonaws.services.s3.disablePutObjectMD5Validation=true";

  private final SubmittedApplication submitted;
  private final Surroundings here;

  FlinkCluster(SubmittedApplication submitted, Surroundings here) {
    this.submitted = submitted;
    this.here = here;
  }

  SubmittedApplication submitted() {
    return submitted;
  }

  FlinkApplication application() {
    return submitted.application();
  }

  Surroundings here() {
    return here;
  }

  /** Both processes, the JobManager first. */
  List<Engine> engines() {
    return List.of(new JobManagerEngine(this), new TaskManagerEngine(this));
  }

  FlinkRest rest() {
    return new FlinkRest(restAddress(), submitted.jobId());
  }

  String restAddress() {
    return "http://127.0.0.1:" + port(restPort());
  }

  String restPort() {
    return application().jobManager();
  }

  String rpcPort() {
    return application().jobManager() + "-rpc";
  }

  String blobPort() {
    return application().jobManager() + "-blob";
  }

  /** Holds {@code checkpoints/} and {@code savepoints/}. */
  String state() {
    return "s3://%s/flink/%s".formatted(Credentials.BUCKET, application().name());
  }

  Path folder() {
    return here.folder().data(application().name());
  }

  Path configurationFolder() {
    return folder().resolve("conf");
  }

  /** Plugins, settings and state, for both processes. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    Path plugins = here.modules().target(MODULE).resolve("plugins");
    environment.put("FLINK_PLUGINS_DIR", plugins.toString());
    environment.put("FRESHET_PROFILE", here.folder().profile().toString());

    // A notice of a hundred lines about the version of the client in Flink's S3 plugin.
    environment.put("AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT", "true");

    return environment;
  }

  /**
   * @param key the option of Flink that names the JVM's options, such as {@code
   *     env.java.opts.taskmanager}
   * @param ofDefault where the application does not set them
   */
  JavaCommand java(String heap, String key, String ofDefault) {
    JavaCommand command = new JavaCommand(here.runtimes().ours(), heap);
    command.options(WITHOUT_MD5);
    command.options(application().options().getOrDefault(key, ofDefault).split(" +"));
    OpenedPackages.ALL.forEach(opened -> command.options("--add-opens=" + opened + "=ALL-UNNAMED"));

    return command;
  }

  /** The application's class path, then Flink's; both are built from the same versions. */
  String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    for (String module : List.of(application().module(), MODULE)) {
      entries.addAll(List.of(here.modules().classPath(module).split(File.pathSeparator, -1)));
    }

    return String.join(File.pathSeparator, new ArrayList<>(entries));
  }

  TaskManagerMemory memory() {
    return TaskManagerMemory.of(application());
  }

  void writeConfiguration() throws IOException {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    String yaml = new Yaml(options).dump(configuration());
    PrivateFiles.write(
        configurationFolder().resolve("config.yaml"), yaml.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> configuration() {
    Map<String, Object> configuration = new LinkedHashMap<>();
    addAddresses(configuration);
    addState(configuration);
    addFailover(configuration);
    memory().addTo(configuration);
    configuration.put("taskmanager.numberOfTaskSlots", application().slots());
    configuration.put("parallelism.default", submitted.parallelism());
    configuration.putAll(application().options());

    return configuration;
  }

  private void addAddresses(Map<String, Object> configuration) {
    configuration.put("jobmanager.rpc.address", "127.0.0.1");
    configuration.put("jobmanager.rpc.port", port(rpcPort()));
    configuration.put("jobmanager.bind-host", "127.0.0.1");
    configuration.put("blob.server.port", Integer.toString(port(blobPort())));
    configuration.put("rest.address", "127.0.0.1");
    configuration.put("rest.bind-address", "127.0.0.1");
    configuration.put("rest.port", port(restPort()));
    configuration.put("rest.bind-port", Integer.toString(port(restPort())));
    configuration.put("taskmanager.host", "127.0.0.1");
    configuration.put("taskmanager.bind-host", "127.0.0.1");
    // Others each time: while a JobManager still takes one that was killed for alive, it can't be
    // reached by another of the same address, which then gives up after five minutes.
    configuration.put("taskmanager.rpc.port", "0");
    configuration.put("taskmanager.data.port", 0);
    // A job that has ended or failed can then still be asked how.
    configuration.put("execution.shutdown-on-application-finish", false);
    configuration.put("execution.submit-failed-job-on-application-error", true);
    configuration.put("io.tmp.dirs", folder().resolve("tmp").toString());
  }

  private void addState(Map<String, Object> configuration) {
    configuration.put("state.backend.type", "hashmap");
    configuration.put("execution.checkpointing.storage", "filesystem");
    configuration.put("execution.checkpointing.dir", state() + "/checkpoints");
    configuration.put("execution.checkpointing.savepoint-dir", state() + "/savepoints");
    configuration.put("execution.checkpointing.mode", "EXACTLY_ONCE");
    configuration.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    configuration.put("s3.endpoint", "http://" + here.address(Part.S3));
    configuration.put("s3.endpoint.region", Credentials.REGION);
    configuration.put("s3.path.style.access", true);
    configuration.put("s3.access-key", Credentials.s3AccessKey(here.secrets()));
    configuration.put("s3.secret-key", Credentials.s3SecretKey(here.secrets()));
  }

  private static void addFailover(Map<String, Object> configuration) {
    configuration.put("restart-strategy.type", "exponential-delay");
    configuration.put("restart-strategy.exponential-delay.initial-backoff", "1 s");
    configuration.put("restart-strategy.exponential-delay.max-backoff", "10 s");
    // A killed TaskManager is noticed in seconds, not in the default's 50.
    configuration.put("heartbeat.interval", 2000);
    configuration.put("heartbeat.timeout", 15_000);
    // A TaskManager that is up before its JobManager asks again at once, not after 10 s.
    configuration.put("cluster.registration.error-delay", "500 ms");
  }

  private int port(String name) {
    return here.ports().port(name);
  }
}
