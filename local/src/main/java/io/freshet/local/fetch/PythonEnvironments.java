package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Sha256;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Python tools in environments of their own, one for each requirements file with hashes. An
 * environment is made at its first use on a machine and needs no network afterwards; a changed file
 * gets a new one.
 */
public final class PythonEnvironments {
  private static final int NAME_DIGITS = 12;

  private final Cache cache;

  public PythonEnvironments(Cache cache) {
    this.cache = cache;
  }

  /** An environment that holds exactly what its requirements file pins. */
  public record PythonEnvironment(Path home) {
    public String python() {
      return program("python");
    }

    /** A program that a package of this environment brings, such as {@code dbt}. */
    public String program(String name) {
      return home.resolve("bin").resolve(name).toString();
    }
  }

  /**
   * The environment of a tool, made now if this is its first use.
   *
   * @param requirements what {@code uv pip compile --generate-hashes} wrote
   */
  public PythonEnvironment of(String tool, Path requirements, ProgressListener progress) {
    String pins = read(requirements);
    String name = "python-%s-%s".formatted(tool, digest(pins));

    return new PythonEnvironment(
        cache.entry(name, progress, folder -> fill(folder, requirements, progress)));
  }

  private void fill(Path folder, Path requirements, ProgressListener progress)
      throws IOException, InterruptedException {
    String uv = uv(progress).resolve("bin").resolve("uv").toString();
    Map<String, String> variables = new HashMap<>();
    variables.put("UV_NO_CONFIG", "1");
    variables.put("UV_PYTHON_DOWNLOADS", "never");
    variables.put("UV_SYSTEM_CERTS", "true");
    Pip.index(folder).ifPresent(index -> variables.put("UV_DEFAULT_INDEX", index));

    // Filled beside its place and moved there: scripts must find their Python wherever they are.
    Commands.run(
        List.of(uv, "venv", "--relocatable", "--clear", "--python=python3", folder.toString()),
        folder.getParent(),
        variables,
        line -> {});
    Commands.run(
        List.of(
            uv,
            "pip",
            "sync",
            "--require-hashes",
            "--python=" + folder.resolve("bin").resolve("python"),
            requirements.toAbsolutePath().toString()),
        folder.getParent(),
        variables,
        line -> {});
  }

  private Path uv(ProgressListener progress) {
    String pins = uvPins();

    return cache.entry("uv-" + digest(pins), progress, folder -> Pip.install(pins, folder));
  }

  private static String uvPins() {
    try (InputStream in = PythonEnvironments.class.getResourceAsStream("uv.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot read uv.txt", e);
    }
  }

  private static String read(Path requirements) {
    try {
      return Files.readString(requirements);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot read %s: it must hold the pinned requirements of a Python tool"
              .formatted(requirements),
          e);
    }
  }

  private static String digest(String pins) {
    return Sha256.hex(pins).substring(0, NAME_DIGITS);
  }
}
