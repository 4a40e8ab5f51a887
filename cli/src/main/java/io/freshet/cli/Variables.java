package io.freshet.cli;

import io.freshet.core.toolkit.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The environment's variables for the command itself. What is left of a setting's variable once
 * {@code FRESHET_} is gone has two words at least, as keys have a dot.
 */
final class Variables {
  private static final String PREFIX = "FRESHET_";
  private static final Set<String> KNOWN =
      Set.of(
          "FRESHET_CABS",
          "FRESHET_CACHE",
          "FRESHET_DELTA",
          "FRESHET_HOME",
          "FRESHET_JSON",
          "FRESHET_JVMS",
          "FRESHET_PROFILE",
          "FRESHET_READS",
          "FRESHET_STATE",
          "FRESHET_TRACE");

  /** Ports and heaps are of the embedded platform's own parts. */
  private static final Pattern SERVER =
      Pattern.compile(
          PREFIX
              + "(POSTGRES|CAPTURE|S3|CATALOG|KAFKA|REGISTRY|REDIS|CONTRACTS|BACKUP)"
              + "_(?!PORT$|HEAP$).+");

  private Variables() {}

  /** Settings that say where an installation's servers and data are; they win over a profile's. */
  static List<String> ofServers(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> SERVER.matcher(name).matches())
        .sorted()
        .toList();
  }

  /** A line for each that is misspelt: it would be passed over in silence. */
  static List<String> misspelt(Map<String, String> environment) {
    return environment.keySet().stream()
        .filter(name -> name.matches(PREFIX + "[A-Z]+") && !KNOWN.contains(name))
        .sorted()
        .map(name -> "%s means nothing to freshet%s".formatted(name, hint(name)))
        .toList();
  }

  private static String hint(String name) {
    return NearestName.of(name.substring(PREFIX.length()), words())
        .map(word -> "; did you mean %s%s?".formatted(PREFIX, word))
        .orElse("");
  }

  private static List<String> words() {
    return KNOWN.stream().map(name -> name.substring(PREFIX.length())).sorted().toList();
  }
}
