package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The resources by which Flink's Kubernetes operator runs one version of an application: its files
 * as a ConfigMap, and a FlinkDeployment. Settings, and with them secrets, stay in a Secret that is
 * there already.
 */
final class KubernetesManifest {
  /** Holds {@code profile.yaml}. */
  private static final String SETTINGS_SECRET = "freshet-profile";

  private static final String JARS = "local:///opt/flink/usrlib/sql-apps.jar";
  private static final String MAIN = "io.freshet.ingestion.sqlapps.SqlApplication";
  private static final String APPLICATION_FOLDER = "/opt/freshet/application";
  private static final String SETTINGS_FOLDER = "/opt/freshet/settings";
  private static final String JOB_MANAGER_MEMORY = "1024m";
  private static final String TASK_MANAGER_MEMORY = "2048m";
  // State grows with keys and time, and may outgrow a heap.
  private static final String STATE_BACKEND = "rocksdb";
  private static final String APPLICATION_VOLUME = "application";
  private static final String SETTINGS_VOLUME = "settings";

  private final JsonNode application;
  private final String image;
  private final String stateFolder;

  private KubernetesManifest(JsonNode application, String image, String stateFolder) {
    this.application = application;
    this.image = image;
    this.stateFolder = stateFolder;
  }

  /**
   * @param application a check's answer
   * @param stateFolder of checkpoints and savepoints of all applications, which every pod reaches,
   *     such as {@code s3://freshet/flink}
   */
  static KubernetesManifest of(JsonNode application, String image, String stateFolder) {
    return new KubernetesManifest(application, image, stateFolder);
  }

  /**
   * @param folder of the version's files
   */
  String text(Path folder) throws IOException {
    Map<String, Path> files = files(folder);
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);

    return new Yaml(options).dumpAll(List.of(configMap(files), deployment(files)).iterator());
  }

  /** Relative paths with their files. */
  private static Map<String, Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      Map<String, Path> files = new TreeMap<>();
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(folder.relativize(file).toString(), file));

      return files;
    }
  }

  /** A key of a ConfigMap has no slash. */
  private static String key(String path) {
    return path.replace('/', '.');
  }

  private String configMapName() {
    return "app-%s-%s"
        .formatted(application.path("name").asText(), application.path("version").asText());
  }

  private Map<String, Object> configMap(Map<String, Path> files) throws IOException {
    Map<String, Object> data = new LinkedHashMap<>();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      data.put(key(file.getKey()), Files.readString(file.getValue()));
    }

    return resource("v1", "ConfigMap", configMapName(), "data", data);
  }

  private static Map<String, Object> resource(
      String version, String kind, String name, String content, Object value) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("apiVersion", version);
    resource.put("kind", kind);
    resource.put("metadata", Map.of("name", name));
    resource.put(content, value);

    return resource;
  }

  private Map<String, Object> deployment(Map<String, Path> files) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("image", image);
    spec.put("flinkVersion", "v2_1");
    spec.put("serviceAccount", "flink");
    spec.put("flinkConfiguration", configuration());
    spec.put("jobManager", Map.of("resource", pair("memory", JOB_MANAGER_MEMORY, "cpu", 0.5)));
    spec.put("taskManager", Map.of("resource", pair("memory", TASK_MANAGER_MEMORY, "cpu", 1.0)));
    spec.put("podTemplate", podTemplate(files));
    spec.put("job", job());

    return resource(
        "flink.apache.org/v1beta1",
        "FlinkDeployment",
        LocalRun.processes(application.path("name").asText()),
        "spec",
        spec);
  }

  private Map<String, Object> configuration() {
    String state =
        "%s/%s".formatted(stateFolder.replaceAll("/+$", ""), application.path("name").asText());
    Map<String, Object> configuration = new LinkedHashMap<>();
    // Without these two the operator refuses to upgrade by savepoint.
    configuration.put("execution.checkpointing.dir", state + "/checkpoints");
    configuration.put("execution.checkpointing.savepoint-dir", state + "/savepoints");
    configuration.put("state.backend.type", STATE_BACKEND);
    configuration.put("execution.checkpointing.mode", "EXACTLY_ONCE");
    configuration.put(
        "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");
    configuration.put("taskmanager.numberOfTaskSlots", "1");

    return configuration;
  }

  /** In that order, whenever it is written. */
  private static Map<String, Object> pair(
      String one, Object value, String another, Object anotherValue) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put(one, value);
    pair.put(another, anotherValue);

    return pair;
  }

  private Map<String, Object> podTemplate(Map<String, Path> files) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (String path : files.keySet()) {
      items.add(pair("key", key(path), "path", path));
    }
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", "flink-main-container");
    container.put(
        "volumeMounts",
        List.of(
            pair("name", APPLICATION_VOLUME, "mountPath", APPLICATION_FOLDER),
            pair("name", SETTINGS_VOLUME, "mountPath", SETTINGS_FOLDER)));
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("containers", List.of(container));
    spec.put(
        "volumes",
        List.of(
            pair(
                "name",
                APPLICATION_VOLUME,
                "configMap",
                pair("name", configMapName(), "items", items)),
            pair("name", SETTINGS_VOLUME, "secret", Map.of("secretName", SETTINGS_SECRET))));

    return Map.of("spec", spec);
  }

  private Map<String, Object> job() {
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("jarURI", JARS);
    job.put("entryClass", MAIN);
    job.put(
        "args",
        List.of(
            "--profile", SETTINGS_FOLDER + "/profile.yaml", "--app.folder=" + APPLICATION_FOLDER));
    job.put("parallelism", application.path("parallelism").asInt());
    job.put("upgradeMode", "savepoint");
    job.put("state", "running");

    return job;
  }
}
