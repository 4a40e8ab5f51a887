package io.freshet.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a Spark session over an Iceberg catalog on the local disk. It starts once for all
 * tests of the module; they share its tables' names, and each makes its tables anew.
 */
final class SharedSpark implements ParameterResolver {
  /** The session and its warehouse; both go when the last test is done. */
  private record Running(LakeSession session, Path warehouse) implements AutoCloseable {
    static Running start() {
      try {
        Path warehouse = Files.createTempDirectory("freshet-maintenance");

        return new Running(
            LakeSession.of(
                "tests",
                Map.of(
                    "type", "jdbc",
                    // Two clients of one file: the second waits instead of failing.
                    "uri", "jdbc:sqlite:%s/catalog.db?busy_timeout=20000".formatted(warehouse),
                    "jdbc.schema-version", "V1",
                    "io-impl", LocalFileIO.class.getName(),
                    "warehouse", warehouse.toString())),
            warehouse);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      session.close();
      try (Stream<Path> files = Files.walk(warehouse)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();

    return type == SparkSession.class || type == LakeSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    LakeSession session =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedSpark.class))
            .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
            .session();

    return parameter.getParameter().getType() == LakeSession.class ? session : session.session();
  }
}
