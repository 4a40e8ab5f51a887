package io.freshet.cli.deploy;

import io.freshet.core.toolkit.Settings;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.Yaml;

/**
 * JobManager and TaskManager of a rendered {@code FlinkDeployment} as processes, in the layout of
 * its image: as Flink's scripts start them, with what the operator makes of the resource. Where
 * Kubernetes would be asked for pods and for who leads, Flink's entry point without a cluster is in
 * place of the one with it.
 */
final class FlinkPod implements AutoCloseable {
  private static final String JOB_MANAGER =
      "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String MEMORY = "org.apache.flink.runtime.util.bash.BashJavaUtils";
  private static final String ANSWER = "BASH_JAVA_UTILS_EXEC_RESULT:";

  private final ImageLayout image;
  private final Map<?, ?> spec;
  private final Map<String, String> environment;
  private final Path home;
  private final int rest = freePort();
  private final List<Integer> metrics = List.of(freePort(), freePort());
  private final List<Process> processes = new ArrayList<>();

  /**
   * @param store how S3 is reached, where a service account's role does it in a cluster
   * @param secrets by the variables that refer to them
   */
  FlinkPod(
      ImageLayout image,
      Map<String, Object> deployment,
      Map<String, String> store,
      UnaryOperator<String> secrets)
      throws IOException {
    this.image = image;
    this.spec = (Map<?, ?>) deployment.get("spec");
    this.home = image.at("/opt/flink");
    Map<?, ?> container = (Map<?, ?>) ((List<?>) pod(deployment).get("containers")).get(0);
    this.environment = new HashMap<>(image.environment((List<?>) container.get("env"), secrets));
    environment.putAll(EngineImage.SHORT_LIVED);
    // As the scripts tell Flink.
    environment.put("FLINK_LIB_DIR", home.resolve("lib").toString());
    environment.put("FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
    environment.put("FLINK_CONF_DIR", conf().toString());
    Files.createDirectories(image.at("/tmp"));
    Files.createDirectories(home.resolve("log"));
    writeConf(store);
  }

  private Path conf() {
    return home.resolve("conf");
  }

  /** What a resource says of its pods. */
  static Map<?, ?> pod(Map<String, Object> deployment) {
    Map<?, ?> spec = (Map<?, ?>) deployment.get("spec");

    return (Map<?, ?>) ((Map<?, ?>) spec.get("podTemplate")).get("spec");
  }

  private Map<?, ?> job() {
    return (Map<?, ?>) spec.get("job");
  }

  private void writeConf(Map<String, String> store) throws IOException {
    Map<String, Object> options = new TreeMap<>();
    ((Map<?, ?>) spec.get("flinkConfiguration"))
        .forEach((key, value) -> options.put(key.toString(), image.moved(value.toString())));
    options.keySet().removeIf(key -> key.startsWith("high-availability."));
    for (String part : List.of("jobManager", "taskManager")) {
      Map<?, ?> resource = (Map<?, ?>) ((Map<?, ?>) spec.get(part)).get("resource");
      options.put(
          part.toLowerCase(Locale.ROOT) + ".memory.process.size",
          resource.get("memory").toString());
    }
    options.put("parallelism.default", job().get("parallelism"));
    options.put("jobmanager.rpc.address", "127.0.0.1");
    options.put("jobmanager.rpc.port", freePort());
    options.put("jobmanager.bind-host", "127.0.0.1");
    options.put("rest.address", "127.0.0.1");
    options.put("rest.bind-address", "127.0.0.1");
    options.put("rest.port", rest);
    options.put("taskmanager.host", "127.0.0.1");
    options.put("taskmanager.bind-host", "127.0.0.1");
    options.put("io.tmp.dirs", image.at("/tmp").toString());
    // Two pods have an address each; here they share one.
    options.put(
        "metrics.reporter.prometheus.port", "%d,%d".formatted(metrics.get(0), metrics.get(1)));
    options.putAll(store);

    Files.createDirectories(conf());
    Files.writeString(conf().resolve("config.yaml"), new Yaml().dump(options));
    for (Map.Entry<?, ?> file : ((Map<?, ?>) spec.get("logConfiguration")).entrySet()) {
      Files.writeString(conf().resolve(file.getKey().toString()), file.getValue().toString());
    }
  }

  /** As another user of Kafka than the resource says. */
  void comeAs(String user) {
    environment.put(Settings.environmentName("kafka.sasl.username"), user);
  }

  Process startJobManager(Path log) throws IOException {
    List<String> arguments = new ArrayList<>(dynamic("GET_JM_RESOURCE_PARAMS"));
    arguments.addAll(List.of("--job-classname", job().get("entryClass").toString()));
    ((List<?>) job().get("args")).forEach(each -> arguments.add(image.moved(each.toString())));

    return start(java("GET_JM_RESOURCE_PARAMS", JOB_MANAGER, arguments), log);
  }

  Process startTaskManager(Path log) throws IOException {
    return start(
        java("GET_TM_RESOURCE_PARAMS", TASK_MANAGER, dynamic("GET_TM_RESOURCE_PARAMS")), log);
  }

  boolean isAlive() {
    return processes.stream().allMatch(Process::isAlive);
  }

  /** Where the JobManager answers. */
  String address() {
    return "http://127.0.0.1:" + rest;
  }

  /** Where Prometheus finds each of the two. */
  List<String> metrics() {
    return metrics.stream().map("http://127.0.0.1:%d/metrics"::formatted).toList();
  }

  /** The jar that Flink is told to run, which is there by its name in the image. */
  Path jar() {
    return Path.of(image.moved(job().get("jarURI").toString().replaceFirst("^local://", "")));
  }

  private List<String> java(String memory, String main, List<String> arguments) throws IOException {
    Map<?, ?> options = (Map<?, ?>) spec.get("flinkConfiguration");
    List<String> command = new ArrayList<>(List.of(EngineImage.java()));
    command.addAll(List.of(memory(memory).get(0).split(" ")));
    command.addAll(List.of(image.moved(options.get("env.java.opts.all").toString()).split(" ")));
    Object own = options.get("env.java.opts.taskmanager");
    if (own != null && main.equals(TASK_MANAGER)) {
      command.addAll(List.of(own.toString().split(" ")));
    }
    command.add("-Dlogback.configurationFile=file:" + conf().resolve("logback-console.xml"));
    command.addAll(List.of("-classpath", classPath(), main, "--configDir", conf().toString()));
    command.addAll(arguments);

    return command;
  }

  /** As Flink's scripts put it together: by name, what is Flink's own at the end. */
  private String classPath() throws IOException {
    List<String> entries = new ArrayList<>();
    String distribution = "";
    for (Path jar : EngineImage.jars(home.resolve("lib"))) {
      if (jar.getFileName().toString().startsWith("flink-dist")) {
        distribution = jar.toString();
      } else {
        entries.add(jar.toString());
      }
    }
    entries.add(distribution);

    return String.join(File.pathSeparator, entries);
  }

  private List<String> dynamic(String command) throws IOException {
    return List.of(memory(command).get(1).split(" "));
  }

  /** What Flink itself makes of the resource's memory: options of the JVM, then of Flink. */
  private List<String> memory(String command) throws IOException {
    String tools =
        "%s%s%s"
            .formatted(
                home.resolve("bin").resolve("bash-java-utils.jar"),
                File.pathSeparator,
                classPath());
    Process process =
        new ProcessBuilder(
                EngineImage.java(), "-cp", tools, MEMORY, command, "--configDir", conf().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> answers =
        said.lines()
            .filter(line -> line.startsWith(ANSWER))
            .map(line -> line.substring(ANSWER.length()))
            .toList();
    if (answers.size() != 2) {
      throw new IOException("Flink makes nothing of the resource's memory: " + said);
    }

    return answers;
  }

  private Process start(List<String> command, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);

    return process;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
