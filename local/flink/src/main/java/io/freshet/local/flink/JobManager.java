package io.freshet.local.flink;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flink's own JobManager for one application, which first looks for the state to go on from.
 *
 * <p>Production leaves that to the Flink operator or to ZooKeeper; one machine can ask S3: the
 * newest completed checkpoint or savepoint of the application is where it stopped.
 */
public final class JobManager {
  private static final Logger log = LoggerFactory.getLogger(JobManager.class);

  private JobManager() {}

  /** Arguments: the configuration folder, then those of Flink's own entry point. */
  public static void main(String[] arguments) throws Exception {
    String configurationFolder = arguments[0];
    Configuration configuration = GlobalConfiguration.loadConfiguration(configurationFolder);
    FileSystem.initialize(
        configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    Map<String, String> environment = System.getenv();
    Instant since = Instant.parse(environment.get("FRESHET_FLINK_RESTORE_SINCE"));
    Optional<RestorePoint> newest =
        RestorePoints.under(environment.get("FRESHET_FLINK_STATE")).newestSince(since);
    Optional<RestorePoint> chosen =
        Optional.of(environment.get("FRESHET_FLINK_RESTORE_FROM"))
            .filter(path -> !path.isEmpty())
            .map(RestorePoint::savepoint);

    List<String> command = new ArrayList<>(List.of("--configDir", configurationFolder));
    newest.or(() -> chosen).ifPresent(point -> addRestore(point, command));
    command.addAll(List.of(arguments).subList(1, arguments.length));
    StandaloneApplicationClusterEntryPoint.main(command.toArray(String[]::new));
  }

  private static void addRestore(RestorePoint point, List<String> command) {
    log.info("Restoring from={} claim_mode={}", point.path(), point.claimMode());
    command.addAll(List.of("--fromSavepoint", point.path()));
    command.add("-Dexecution.state-recovery.claim-mode=" + point.claimMode());
  }
}
