package io.freshet.serving.eta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs {@link RedisApplication} as the command line does. */
final class RedisCommands {
  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;
  private final Map<String, String> profile;

  /**
   * @param folder where profiles and results are left
   */
  RedisCommands(Path folder, Map<String, String> profile) {
    this.folder = folder;
    this.profile = Map.copyOf(profile);
  }

  /** What a command came to. */
  record Run(int exitCode, JsonNode result) {}

  Run run(String... words) {
    return run(Map.of(), words);
  }

  /**
   * @param others settings that stand in place of the profile's
   */
  Run run(Map<String, String> others, String... words) {
    try {
      Path result = Files.createTempFile(folder, "result", ".json");
      List<String> arguments = new ArrayList<>(List.of(words));
      arguments.addAll(
          List.of("--profile", profile(others).toString(), "--json", result.toString()));
      int exitCode = RedisApplication.run(arguments.toArray(String[]::new));

      return new Run(exitCode, json.readTree(result.toFile()));
    } catch (IOException e) {
      throw new AssertionError("The command has left no JSON", e);
    }
  }

  /** A file with the profile's settings, and others in their place. */
  Path profile(Map<String, String> others) {
    Map<String, String> values = new HashMap<>(profile);
    values.putAll(others);
    try {
      Path file = Files.createTempFile(folder, "profile", ".yaml");

      return Files.write(
          file,
          values.entrySet().stream()
              .map(entry -> "%s: \"%s\"".formatted(entry.getKey(), entry.getValue()))
              .toList());
    } catch (IOException e) {
      throw new AssertionError("No profile can be written", e);
    }
  }
}
