package io.freshet.testing.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Other people's Kafka, registry and CloudEvents libraries, driven by a small program of ours. They
 * are installed once per machine, pinned by hash.
 */
final class PythonClient {
  private static final Path PROGRAM = Path.of("src/test/python/envelope_client.py");
  private static final Path REQUIREMENTS = Path.of("src/test/python/requirements.txt");

  private final Path libraries;

  private PythonClient(Path libraries) {
    this.libraries = libraries;
  }

  static PythonClient install() throws Exception {
    Path cache = cache();
    Path libraries = cache.resolve("python-client-" + digest());
    if (!Files.isDirectory(libraries)) {
      Files.createDirectories(cache);
      Path unfinished = Files.createTempDirectory(cache, ".python-client-");
      run(
          List.of(
              "python3",
              "-m",
              "pip",
              "install",
              "--quiet",
              "--require-hashes",
              "--target",
              unfinished.toString(),
              "--requirement",
              REQUIREMENTS.toString()),
          unfinished);
      Files.move(unfinished, libraries, StandardCopyOption.ATOMIC_MOVE);
    }

    return new PythonClient(libraries);
  }

  /** What the program prints. */
  JsonNode run(String command, Streams streams, String topic) throws Exception {
    List<String> words = new ArrayList<>(List.of("python3", PROGRAM.toString(), command));
    words.addAll(List.of(streams.kafka().bootstrap(), streams.registryUrl(), topic));

    return new ObjectMapper().readTree(run(words, libraries));
  }

  private static String run(List<String> command, Path libraries) throws Exception {
    Path output = Files.createTempFile(Path.of("target"), "python-", ".out");
    Path errors = Files.createTempFile(Path.of("target"), "python-", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("PYTHONPATH", libraries.toString());
    Process process = builder.start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(
            "%s failed: %s".formatted(String.join(" ", command), Files.readString(errors)));
      }
    } finally {
      process.destroyForcibly();
    }

    return Files.readString(output);
  }

  private static Path cache() {
    String chosen = System.getenv("FRESHET_CACHE");

    return chosen == null
        ? Path.of(System.getProperty("user.home"), ".cache", "freshet")
        : Path.of(chosen).toAbsolutePath();
  }

  private static String digest() throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(REQUIREMENTS));

    return HexFormat.of().formatHex(digest, 0, 6);
  }
}
