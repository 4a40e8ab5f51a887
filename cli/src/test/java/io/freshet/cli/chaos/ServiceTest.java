package io.freshet.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.page.PageServer.Program;
import io.freshet.cli.page.PortOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  @TempDir private Path folder;

  @Test
  void countsHowOftenItWasFoundDeadAndStartedAgain() throws Exception {
    try (Service service = Service.start(pages())) {
      service.heal();

      assertThat(service.restarts()).isZero();

      long first = service.process().pid();
      service.process().kill();
      service.heal();
      service.heal();

      assertThat(service.restarts()).isEqualTo(1);
      assertThat(service.process().pid()).isNotEqualTo(first);
    }
  }

  private Program pages() {
    int port = PortOption.any();

    return new Program(
        "The server of a folder",
        List.of("python3", "-m", "http.server", Integer.toString(port), "--bind", "127.0.0.1"),
        folder,
        Map.of(),
        port,
        "/",
        folder.resolve("pages.log"));
  }
}
