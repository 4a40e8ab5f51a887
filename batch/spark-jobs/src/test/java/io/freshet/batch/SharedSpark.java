package io.freshet.batch;

import io.freshet.batch.lake.LakeSession;
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
public final class SharedSpark implements ParameterResolver {
  /** The session and its warehouse; both go when the last test is done. */
  private record Running(SparkSession spark, Path warehouse) implements AutoCloseable {
    static Running start() {
      try {
        Path warehouse = Files.createTempDirectory("freshet-nightly");

        return new Running(
            LakeSession.open(
                "tests",
                Map.of(
                    "type",
                    "jdbc",
                    // Two clients of one file: the second waits instead of failing.
                    "uri",
                    "jdbc:sqlite:%s/catalog.db?busy_timeout=20000".formatted(warehouse),
                    "jdbc.schema-version",
                    "V1",
                    "warehouse",
                    warehouse.toString()),
                Map.of()),
            warehouse);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      spark.stop();
      try (Stream<Path> files = Files.walk(warehouse)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SparkSession.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(SharedSpark.class))
        .getOrComputeIfAbsent(Running.class, key -> Running.start(), Running.class)
        .spark();
  }
}
