package io.freshet.bench.start;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders in which a start keeps what it fetches, instead of this user's. */
record EmptyCaches(Path folder) {
  private static final String MAVEN = "maven";
  private static final String OURS = "freshet";
  private static final String PIP = "pip";
  private static final String UV = "uv";

  /**
   * Added to the environment of whatever is started.
   *
   * @param present of which Maven's options are kept: they may say how to reach a mirror
   */
  Map<String, String> variables(Map<String, String> present) {
    String options =
        Optional.ofNullable(present.get("MAVEN_OPTS")).map(each -> each + " ").orElse("");

    return Map.of(
        "MAVEN_OPTS",
        options + "-Dmaven.repo.local=" + folder.resolve(MAVEN),
        "FRESHET_CACHE",
        folder.resolve(OURS).toString(),
        "PIP_CACHE_DIR",
        folder.resolve(PIP).toString(),
        "UV_CACHE_DIR",
        folder.resolve(UV).toString());
  }

  /** What lies in each, in bytes; Freshet's own is what it has unpacked. */
  Map<String, Long> bytes() {
    Map<String, Long> bytes = new LinkedHashMap<>();
    for (String cache : new String[] {MAVEN, OURS, PIP, UV}) {
      bytes.put(cache, bytes(folder.resolve(cache)));
    }

    return bytes;
  }

  /** Whether something lies in those that every start fills; pip may be told to keep nothing. */
  static boolean wereUsed(Map<String, Long> bytes) {
    return bytes.getOrDefault(MAVEN, 0L) > 0 && bytes.getOrDefault(OURS, 0L) > 0;
  }

  private static long bytes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .mapToLong(path -> path.toFile().length())
          .sum();
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + folder, e);
    }
  }
}
