package io.freshet.dbt.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DbtRunnerTest {
  @TempDir private Path folder;

  @Test
  void saysThatTrinoIsAwayBeforeAnyModelIsTried() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Settings settings =
        Settings.of(Map.of("trino.host", "127.0.0.1", "trino.port", Integer.toString(closed)));
    DbtRunner runner =
        new DbtRunner(
            new DbtTools(folder.resolve("no-dbt-here")),
            new DbtProject(folder, folder.resolve("artifacts"), folder.resolve("logs")),
            () -> settings,
            Contracts.of(List.of()),
            Map.of());

    assertThatThrownBy(() -> runner.run(new DbtArguments(List.of("build")), Redirect.DISCARD))
        .isInstanceOfSatisfying(
            FreshetException.class,
            failure -> assertThat(failure.fault()).isEqualTo(Fault.DEPENDENCY))
        .hasMessageStartingWith("Trino at http://127.0.0.1:%d does not answer".formatted(closed))
        .hasMessageEndingWith("./freshet up starts it");
  }
}
