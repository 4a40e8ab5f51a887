package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.StreamProvisioner;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.FlinkApplication;
import io.freshet.local.PartStatus;
import io.freshet.local.ProgressListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/** Runs applications on the embedded platform that is up, each in a cluster of its own. */
final class LocalRun {
  private static final String MAIN = "io.freshet.ingestion.sqlapps.SqlApplication";
  private static final int MEGABYTES = 768;

  private final Workspace workspace;
  private final ProgressListener progress;

  LocalRun(Workspace workspace, ProgressListener progress) {
    this.workspace = workspace;
    this.progress = progress;
  }

  /** Starts the version that a check has written; it goes on from the one that runs. */
  void start(JsonNode application, Path file) {
    prepare(application, file);
    workspace.platform().start(application(application), progress);
  }

  /** The same, without the state of the one that runs. */
  void startAfresh(JsonNode application, Path file) {
    prepare(application, file);
    FlinkApplication started = application(application);
    // Stopping with a savepoint commits what it has read, and the transactions that are open.
    if (isRunning(started)) {
      workspace.platform().savepointAndStop(started);
    }
    workspace.platform().retire(started);
    workspace.platform().start(started, progress);
  }

  private boolean isRunning(FlinkApplication application) {
    return workspace.platform().status().stream()
        .anyMatch(
            part ->
                part.name().equals(application.jobManager())
                    && part.state() == PartStatus.State.RUNNING);
  }

  private void prepare(JsonNode application, Path file) {
    Settings settings = workspace.settings();
    for (JsonNode webhook : application.path("webhooks")) {
      settings.text("webhook.%s.url".formatted(webhook.asText())); // refuses where it is not set
    }
    applyOwnContracts(file, settings);
  }

  private FlinkApplication application(JsonNode checked) {
    return application(
        checked.path("name").asText(),
        checked.path("folder").asText(),
        checked.path("parallelism").asInt());
  }

  private FlinkApplication application(String name, String folder, int parallelism) {
    return new FlinkApplication(
        processes(name),
        Checks.MODULE,
        MAIN,
        List.of("--profile", profile(), "--app.folder=" + folder),
        parallelism,
        MEGABYTES);
  }

  private String profile() {
    return workspace.profileFile().toAbsolutePath().toString();
  }

  /** Its processes bear another name than the platform's. */
  static String processes(String name) {
    return "app-" + name;
  }

  /** A savepoint is where the next start goes on. */
  void stop(String name) {
    workspace.platform().savepointAndStop(application(name, "", 1));
  }

  private void applyOwnContracts(Path file, Settings settings) {
    Path folder = file.toAbsolutePath().resolveSibling("contracts");
    if (!Files.isDirectory(folder)) {
      return;
    }
    KafkaSettings kafka = KafkaSettings.from(settings);
    try (Admin admin = KafkaClients.admin(kafka)) {
      StreamProvisioner streams =
          new StreamProvisioner(
              admin, new HttpSchemaRegistry(RegistrySettings.from(settings)), kafka);
      for (Contract contract : Contracts.read(folder).all()) {
        if (Files.exists(folder.resolve(contract.name() + ".yaml"))) {
          streams.apply(contract);
        }
      }
    }
  }

  /** A project of {@code app new --kind datastream}, as Maven has built it. */
  String startDataStream(Path project) throws Exception {
    Path folder = project.toAbsolutePath().normalize();
    Path entry = folder.resolve("target").resolve("classes").resolve("application.main");
    if (!Files.exists(entry) || !Files.exists(folder.resolve("target").resolve("classpath"))) {
      throw new FreshetException(
          Fault.CALLER,
          ("%s is not built, or says no main class in src/main/resources/application.main; run"
                  + " mvn verify in it")
              .formatted(project));
    }
    String name = folder.getFileName().toString();
    List<String> arguments = List.of("--profile", profile());
    workspace
        .platform()
        .start(
            new FlinkApplication(
                processes(name),
                folder.toString(),
                Files.readString(entry).strip(),
                arguments,
                1,
                MEGABYTES),
            progress);

    return name;
  }
}
