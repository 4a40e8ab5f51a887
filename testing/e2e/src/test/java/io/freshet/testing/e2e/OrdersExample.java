package io.freshet.testing.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The scripts of {@code examples/orders}, as their readers run them. */
final class OrdersExample {
  private static final Path SHIPPED = Path.of("../../contracts");
  private static final Path SCRIPTS = Path.of("../../examples/orders").toAbsolutePath().normalize();

  private OrdersExample() {}

  /** The shipped contracts, in a folder of their own. */
  static Path contracts(Path folder) throws IOException {
    Path contracts = Files.createDirectories(folder.resolve("contracts")).toAbsolutePath();
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        Files.copy(file, contracts.resolve(file.getFileName()));
      }
    }

    return contracts;
  }

  /** What the script prints. */
  static String run(String script, String... arguments) throws Exception {
    return ExternalProgram.run(
        List.of(SCRIPTS.resolve(script).toString()), List.of(arguments), Path.of(""));
  }
}
