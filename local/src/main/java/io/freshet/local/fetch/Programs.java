package io.freshet.local.fetch;

import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The programs of others, fetched by Maven at the root pom's versions and unpacked in the cache.
 */
public final class Programs {
  private static final String ARCHITECTURE =
      switch (System.getProperty("os.arch")) {
        case "aarch64" -> "arm64";
        default -> System.getProperty("os.arch").toLowerCase(Locale.ROOT);
      };
  private static final String SYSTEM =
      System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + ARCHITECTURE;

  private final Cache cache;

  public Programs(Cache cache) {
    this.cache = cache;
  }

  /** A folder with {@code bin/postgres} and {@code bin/initdb}. */
  public Path postgres(ProgressListener progress) {
    Artifact artifact = Artifact.named("postgres-" + SYSTEM);

    return cache.entry(
        "postgres-" + artifact.version(),
        progress,
        folder -> {
          Path jar = Maven.copy(artifact, folder, progress);
          Archives.unpackInner(jar, ".txz", folder);
          Files.delete(jar);
        });
  }

  /** The executable {@code redis-server}. */
  public Path redisServer(ProgressListener progress) {
    Artifact artifact = Artifact.named("redis");

    return cache
        .entry(
            "redis-" + artifact.version(),
            progress,
            folder -> {
              Path jar = Maven.copy(artifact, folder, progress);
              Path server = folder.resolve("redis-server");
              Archives.extractEntry(jar, name -> name.endsWith(SYSTEM), server);
              if (!server.toFile().setExecutable(true)) {
                throw new IOException(server + " can't be made executable");
              }
              Files.delete(jar);
            })
        .resolve("redis-server");
  }

  /** Protobuf's compiler. */
  public Path protoc(ProgressListener progress) {
    Artifact artifact = Artifact.named("protoc-" + SYSTEM);

    return cache
        .entry(
            "protoc-" + artifact.version(),
            progress,
            folder -> {
              Path copy = Maven.copy(artifact, folder, progress);
              Path compiler = Files.move(copy, folder.resolve("protoc"));
              if (!compiler.toFile().setExecutable(true)) {
                throw new IOException(compiler + " can't be made executable");
              }
            })
        .resolve("protoc");
  }

  /** A folder with Apicurio's {@code quarkus-run.jar}. */
  public Path registry(ProgressListener progress) {
    Artifact artifact = Artifact.named("registry");

    return cache.entry(
        "registry-" + artifact.version(),
        progress,
        folder -> {
          Path archive = Maven.copy(artifact, folder, progress);
          Archives.unpackTarGz(archive, folder);
          Files.delete(archive);
        });
  }

  /** Trino's folder with {@code lib} and {@code plugin}. */
  public Path trino(ProgressListener progress) {
    Artifact server = Artifact.named("trino-server");

    return cache.entry(
        "trino-" + server.version(),
        progress,
        folder -> {
          Path archive = Maven.copy(server, folder, progress);
          Archives.unpackTarGz(archive, folder);
          Files.delete(archive);
          liftOnlyFolder(folder);
          addTrinoPlugin("iceberg", folder, progress);
        });
  }

  private static void addTrinoPlugin(String name, Path trino, ProgressListener progress)
      throws IOException, InterruptedException {
    Path archive = Maven.copy(Artifact.named("trino-" + name), trino, progress);
    Path plugin = trino.resolve("plugin").resolve(name);
    Files.createDirectories(plugin);
    Archives.unpackZip(archive, plugin);
    Files.delete(archive);
    liftOnlyFolder(plugin);
  }

  /** Archives wrap their content in a folder named after the version; takes it out of that. */
  private static void liftOnlyFolder(Path folder) throws IOException {
    List<Path> content = list(folder);
    if (content.size() != 1 || !Files.isDirectory(content.get(0))) {
      return;
    }
    Path only = content.get(0);
    for (Path path : list(only)) {
      Files.move(path, folder.resolve(path.getFileName()));
    }
    Files.delete(only);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList();
    }
  }
}
