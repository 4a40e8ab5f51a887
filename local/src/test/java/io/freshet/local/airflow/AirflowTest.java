package io.freshet.local.airflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.LocalSettings;
import io.freshet.local.Modules;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.JavaRuntimes;
import io.freshet.local.fetch.Programs;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.state.PlatformFile;
import io.freshet.local.state.Ports;
import io.freshet.local.state.Secrets;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AirflowTest {
  @TempDir private Path folder;

  @Test
  void movesWhenSomebodyElseHasTakenTheApisPort() throws Exception {
    Surroundings here = surroundings(Map.of());
    Airflow airflow = new Airflow(file(), here);
    airflow.chosePorts();
    assertThat(airflow.chosePorts()).isFalse();

    try (ServerSocket taken = listen()) {
      file().change(state -> state.withPort("airflow", taken.getLocalPort()));

      assertThat(airflow.chosePorts()).isTrue();
      assertThat(here.ports().port("airflow")).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void doesNotMoveForTheRelay() throws Exception {
    Airflow airflow = new Airflow(file(), surroundings(Map.of()));

    try (ServerSocket taken = listen()) {
      file().change(state -> state.withPort("asset-relay", taken.getLocalPort()));

      assertThat(airflow.chosePorts()).isFalse();
    }
  }

  @Test
  void keepsQuotesInWhatAirflowReadsAsJson() throws Exception {
    String url = "http://lineage/a\"b";
    Files.writeString(new StateFolder(folder).profile(), "lineage.url: '%s'%n".formatted(url));

    Map<String, String> variables = new AirflowEnvironment(surroundings(Map.of())).variables();

    JsonNode transport =
        new ObjectMapper().readTree(variables.get("AIRFLOW__OPENLINEAGE__TRANSPORT"));
    assertThat(transport.path("url").asText()).isEqualTo(url);
  }

  @Test
  void showsLineageTheTokenThatTheProfileNames() throws Exception {
    Files.writeString(
        new StateFolder(folder).profile(), "lineage.url: http://lineage\nlineage.token: hush\n");

    Map<String, String> variables = new AirflowEnvironment(surroundings(Map.of())).variables();

    JsonNode transport =
        new ObjectMapper().readTree(variables.get("AIRFLOW__OPENLINEAGE__TRANSPORT"));
    assertThat(transport.at("/auth/apiKey").asText()).isEqualTo("hush");
  }

  @Test
  void addsItselfToWhatNeedsNoProxyAnyway() {
    assertThat(AirflowEnvironment.withoutProxyToOurselves(Map.of("NO_PROXY", ".example.com")))
        .containsEntry("no_proxy", ".example.com,127.0.0.1,localhost")
        .containsEntry("NO_PROXY", ".example.com,127.0.0.1,localhost");
    assertThat(AirflowEnvironment.withoutProxyToOurselves(Map.of()))
        .containsEntry("NO_PROXY", "127.0.0.1,localhost");
  }

  private static ServerSocket listen() throws Exception {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private PlatformFile file() {
    return new PlatformFile(new StateFolder(folder));
  }

  private Surroundings surroundings(Map<String, String> settings) {
    Cache cache = new Cache(folder.resolve("cache"));
    LocalSettings local = LocalSettings.from(Settings.of(settings));

    return new Surroundings(
        new StateFolder(folder),
        new Ports(file(), local.ports()),
        new Secrets(file()),
        local,
        new Modules(folder),
        new Programs(cache),
        new JavaRuntimes(Map.of(), cache),
        new PythonEnvironments(cache),
        ProgressListener.SILENT);
  }
}
