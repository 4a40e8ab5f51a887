package io.freshet.local.airflow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.toolkit.Sha256;
import io.freshet.local.Part;
import io.freshet.local.engine.Credentials;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Airflow's configuration, all of it as environment variables, and the variables of our DAGs. */
final class AirflowEnvironment {
  private static final String[] APPLICATIONS = {"batch/spark-jobs", "maintenance/compaction"};

  private final Surroundings here;
  private final Path home;
  private final Path project;

  AirflowEnvironment(Surroundings here) {
    this.here = here;
    this.home = here.folder().data("airflow");
    this.project = here.modules().project();
  }

  Path home() {
    return home;
  }

  String url() {
    return "http://127.0.0.1:" + here.ports().port(Airflow.API);
  }

  /** The environment with Airflow in it; made at its first use on this machine. */
  PythonEnvironment python() {
    return here.pythons()
        .of("airflow", project.resolve("orchestration/requirements.txt"), here.progress());
  }

  Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(configuration());
    variables.putAll(forTasks());

    return variables;
  }

  private Map<String, String> configuration() {
    Map<String, String> values = new HashMap<>();
    values.put("AIRFLOW_HOME", home.toString());
    values.put("AIRFLOW__CORE__DAGS_FOLDER", project.resolve("orchestration/dags").toString());
    values.put(
        "AIRFLOW__CORE__PLUGINS_FOLDER", project.resolve("orchestration/plugins").toString());
    values.put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    values.put("AIRFLOW__CORE__EXECUTOR", "LocalExecutor");
    // As many as two cores can carry: a nightly and something small beside it.
    values.put("AIRFLOW__CORE__PARALLELISM", "3");
    values.put("AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION", "False");
    values.put("AIRFLOW__CORE__FERNET_KEY", fernetKey());
    values.put("AIRFLOW__CORE__EXECUTION_API_SERVER_URL", url() + "/execution/");
    values.put("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS", Airflow.USER + ":admin");
    values.put("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE", passwords().toString());
    values.put("AIRFLOW__CORE__HOSTNAME_CALLABLE", "socket.gethostname");
    values.put(
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN",
        "postgresql+psycopg2://%s:%s@%s/airflow"
            .formatted(
                Credentials.POSTGRES_USER,
                Credentials.postgresPassword(here.secrets()),
                here.address(Part.POSTGRES)));
    values.put("AIRFLOW__API__HOST", "127.0.0.1");
    values.put("AIRFLOW__API__PORT", Integer.toString(here.ports().port(Airflow.API)));
    values.put("AIRFLOW__API__BASE_URL", url());
    values.put("AIRFLOW__API__SECRET_KEY", here.secrets().secret("airflow-session-key"));
    values.put(
        "AIRFLOW__API_AUTH__JWT_SECRET",
        here.secrets().secret("airflow-token-key-1")
            + here.secrets().secret("airflow-token-key-2"));
    // A loaded machine answers late; a task that can't report in at its start counts as failed.
    values.put("AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT", "60");
    values.put("AIRFLOW__LOGGING__BASE_LOG_FOLDER", home.resolve("logs").toString());
    values.put("AIRFLOW__OPENLINEAGE__NAMESPACE", "freshet");
    values.put("AIRFLOW__OPENLINEAGE__TRANSPORT", lineageTransport());
    // A nightly then says of which task it is a part.
    values.put("AIRFLOW__OPENLINEAGE__SPARK_INJECT_PARENT_JOB_INFO", "True");
    values.put("SCARF_ANALYTICS", "false");
    values.put("DO_NOT_TRACK", "true");

    return values;
  }

  private Map<String, String> forTasks() {
    Map<String, String> values = new HashMap<>();
    Path spark = project.resolve("orchestration/spark");
    values.put("PYTHONPATH", project.resolve("orchestration/dags").toString());
    values.put("SPARK_HOME", spark.toString());
    values.put("JAVA_HOME", here.runtimes().ours().home().toString());
    values.put(
        "PATH", "%s:%s".formatted(spark.resolve("bin"), System.getenv().getOrDefault("PATH", "")));
    values.putAll(withoutProxyToOurselves(System.getenv()));
    values.put("FRESHET_STATE", here.folder().root().toString());
    values.put("AIRFLOW_VAR_FRESHET_PROFILE", here.folder().profile().toString());
    values.put("AIRFLOW_VAR_FRESHET_COMMAND", project.resolve("freshet").toString());
    values.put("AIRFLOW_VAR_FRESHET_CONTRACTS", project.resolve("contracts").toString());
    values.put("AIRFLOW_VAR_FRESHET_APPLICATIONS", applications());
    values.put(
        "AIRFLOW_CONN_SPARK",
        json()
            .put("conn_type", "spark")
            .put("host", "local[2]")
            .set("extra", json().put("deploy-mode", "client"))
            .toString());
    here.settings()
        .alertWebhook()
        .ifPresent(url -> values.put("AIRFLOW_VAR_FRESHET_ALERT_WEBHOOK", url));

    return values;
  }

  /** Each application's classes, by the name of its folder; its class path lies beside them. */
  private String applications() {
    ObjectNode applications = json();
    for (String module : APPLICATIONS) {
      applications.put(
          module.substring(module.lastIndexOf('/') + 1),
          here.modules().target(module).resolve("classes").toString());
    }

    return applications.toString();
  }

  /** A proxy that the machine may have is not for what listens on the machine itself. */
  static Map<String, String> withoutProxyToOurselves(Map<String, String> inherited) {
    String others = inherited.getOrDefault("no_proxy", inherited.getOrDefault("NO_PROXY", ""));
    String all = (others.isEmpty() ? "" : others + ",") + "127.0.0.1,localhost";

    return Map.of("NO_PROXY", all, "no_proxy", all);
  }

  /** As everybody's in the profile; a file where it names none. */
  private String lineageTransport() {
    Settings profile = Settings.load(here.folder().profile(), Map.of(), Map.of());
    Optional<String> url = profile.optionalText("lineage.url");
    ObjectNode transport = json();
    if (url.isEmpty()) {
      return transport
          .put("type", "file")
          .put("log_file_path", home.resolve("lineage.jsonl").toString())
          .put("append", true)
          .toString();
    }
    transport.put("type", "http").put("url", url.get());
    profile
        .optionalText("lineage.token")
        .ifPresent(
            token -> transport.putObject("auth").put("type", "api_key").put("apiKey", token));

    return transport.toString();
  }

  /** Writes what Airflow reads from files. */
  void writeFiles() throws IOException {
    String json = json().put(Airflow.USER, Credentials.airflowPassword(here.secrets())).toString();
    PrivateFiles.write(passwords(), json.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private Path passwords() {
    return home.resolve("passwords.json");
  }

  /** 32 bytes in URL-safe Base64, as Fernet wants them. */
  private String fernetKey() {
    return Base64.getUrlEncoder()
        .encodeToString(Sha256.of(here.secrets().secret("airflow-fernet-key")));
  }
}
