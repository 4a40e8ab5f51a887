package io.freshet.warehouse.snowflake.emulation;

import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import java.nio.file.Path;

/** The Python tools of this module's tests: sqlglot, the emulator, and S3 with a queue. */
public final class Python {
  private static final Path SOURCES = Path.of("src", "test", "python");

  private Python() {}

  public static PythonEnvironments.PythonEnvironment environment() {
    return new PythonEnvironments(Cache.of(System.getenv()))
        .of("snowflake-emulator", SOURCES.resolve("requirements.txt"), ProgressListener.SILENT);
  }

  public static String source(String file) {
    return SOURCES.resolve(file).toString();
  }
}
