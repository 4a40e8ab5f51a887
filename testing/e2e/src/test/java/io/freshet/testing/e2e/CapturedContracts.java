package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.fixtures.EmbeddedPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The shipped contracts, as one has them whose orders are captured. */
final class CapturedContracts {
  private static final String PRODUCERS = "{property: producers, value: [orders]}";
  private static final String CAPTURED = "{property: capturedFrom, value: public.order_steps}";

  private CapturedContracts() {}

  /** Returns their folder, which is made in that one. */
  static Path write(EmbeddedPlatform platform, Path folder) throws IOException {
    Path shipped = Path.of(platform.settings().text("contracts.path"));
    Path contracts = Files.createDirectories(folder.resolve("contracts")).toAbsolutePath();
    try (Stream<Path> files = Files.list(shipped)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.writeString(
            contracts.resolve(file.getFileName()),
            Files.readString(file).replace(PRODUCERS, CAPTURED));
      }
    }
    assertThat(Files.readString(contracts.resolve("order_events.yaml"))).contains(CAPTURED);

    return contracts;
  }
}
