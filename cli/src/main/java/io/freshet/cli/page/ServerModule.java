package io.freshet.cli.page;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.core.toolkit.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A module whose main class is a server of ours.
 *
 * @param name as in {@code The event gateway}
 * @param part what its settings and its log are called, such as {@code gateway}
 * @param folder such as {@code ingestion/event-gateway}
 * @param heap such as {@code 512m}
 */
public record ServerModule(String name, String part, String folder, String mainClass, String heap) {

  /**
   * It, by the installation's profile.
   *
   * @param settings over those of the profile
   */
  public Program program(Workspace workspace, int port, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    environment.put("FRESHET_PROFILE", workspace.installation().toString());
    environment.put(Settings.environmentName(part + ".port"), Integer.toString(port));
    settings.forEach((key, value) -> environment.put(Settings.environmentName(key), value));

    return new Program(
        name,
        workspace
            .modules()
            .java(folder, List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError"), mainClass),
        workspace.modules().project(),
        environment,
        port,
        "/health",
        workspace.state().log(part));
  }
}
