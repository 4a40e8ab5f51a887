package io.freshet.cli.doctor;

import io.freshet.core.contract.RawJson;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.RedisSettings;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether the profile is there, says what it must, and keeps its secrets. */
record ProfileChecks(Installation installation) {
  private static final Pattern SECRET =
      Pattern.compile(
          "(?m)^(?![\\w.-]*-file:)" // where a secret lies is none
              + "([\\w.-]*(?:secret|password|token|access-key)[\\w.-]*):\\s*(\\S+)\\s*$");
  private static final List<Function<Settings, ?>> PARTS =
      List.of(
          all -> all.text("contracts.path"),
          KafkaSettings::from,
          RegistrySettings::from,
          LakeSettings::from,
          RawJson::from,
          LineageSettings::from,
          all ->
              all.optionalText("redis.host")
                  .or(() -> all.optionalText("redis.nodes"))
                  .map(named -> RedisSettings.from(all)));

  /** Prefixes below which nobody else has settings. */
  private static final List<String> KNOWN = List.of("kafka.", "registry.", "s3.");

  private static final Pattern EXPIRES = Pattern.compile("\"exp\"\\s*:\\s*(\\d+)");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);
  private static final Duration SOON = Duration.ofDays(3);

  List<Check> checks() {
    String mend = "correct %s".formatted(installation.profile());
    List<String> profile = List.of(Installation.PROFILE);

    return List.of(
        new Check(Installation.PROFILE, List.of(), mend, this::profile),
        new Check("secrets", profile, mend, this::secrets),
        new Check(
            Installation.SETTINGS, profile, mend, () -> settings(installation.settings(), mend)),
        new Check(
            "tokens", profile, mend, () -> tokens(tokens(installation.settings()), Instant.now())));
  }

  private Finding profile() {
    Path file = installation.profile();
    if (!Files.exists(file)) {
      return Finding.failed(
          "there is no %s".formatted(file),
          installation.workspace().isEmbedded()
              ? "./freshet up"
              : "name another with --profile or FRESHET_PROFILE");
    }
    if (!Files.isReadable(file)) {
      return Finding.failed("%s can't be read".formatted(file), "chmod u+r " + file);
    }
    installation.settings(); // says what is wrong with its YAML

    return Finding.ok(file.toString());
  }

  private Finding secrets() throws IOException {
    Path file = installation.profile();

    return secrets(
        file,
        Files.readString(file),
        Files.getPosixFilePermissions(file),
        installation.workspace().isEmbedded());
  }

  /**
   * @param isGenerated whether the platform makes the file, with secrets of its own
   */
  static Finding secrets(
      Path file, String text, Set<PosixFilePermission> permissions, boolean isGenerated) {
    List<String> keys =
        SECRET.matcher(text).results().map(found -> found.group(1)).distinct().sorted().toList();
    if (keys.isEmpty()) {
      return Finding.ok("no secret stands in the profile");
    }
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      return Finding.failed(
          "others may read %s, with %s".formatted(file, String.join(", ", keys)),
          "chmod 600 " + file);
    }

    return isGenerated
        ? Finding.ok("%d secrets, which only their owner may read".formatted(keys.size()))
        : Finding.warning(
            "%s stand in the file".formatted(String.join(", ", keys)),
            "give them by environment, such as %s"
                .formatted(Settings.environmentName(keys.get(0))));
  }

  /** Every setting that the command line reads itself; all that is wrong at once. */
  static Finding settings(Settings settings, String remedy) {
    List<String> problems = new ArrayList<>();
    for (Function<Settings, ?> part : PARTS) {
      try {
        settings.read(part, List.of());
      } catch (InvalidSettingException e) {
        problems.add(e.getMessage());
      }
    }
    try {
      settings.refuseUnknown(KNOWN);
    } catch (InvalidSettingException e) {
      problems.add(e.getMessage());
    }

    return problems.isEmpty()
        ? Finding.ok(
            "%d settings of Kafka, registry, catalog, store, Redis and lineage"
                .formatted(settings.effective().size()))
        : Finding.failed(String.join("\n", problems), remedy);
  }

  private static Map<String, String> tokens(Settings settings) {
    Map<String, String> tokens = new TreeMap<>();
    for (String key : List.of("catalog.token", "console.token", "lineage.token", "trino.token")) {
      settings.optionalText(key).ifPresent(token -> tokens.put(key, token));
    }

    return tokens;
  }

  /** Of tokens that say when they end; others are known to whoever takes them. */
  static Finding tokens(Map<String, String> tokens, Instant now) {
    Optional<String> first = Optional.empty();
    Instant earliest = Instant.MAX;
    for (Map.Entry<String, String> token : tokens.entrySet()) {
      Optional<Instant> end = end(token.getValue());
      if (end.isPresent() && end.get().isBefore(earliest)) {
        first = Optional.of(token.getKey());
        earliest = end.get();
      }
    }
    if (first.isEmpty()) {
      return Finding.ok("none of %d says that it ends".formatted(tokens.size()));
    }
    String seen = "%s is good until %s".formatted(first.get(), earliest);
    String remedy = "./freshet token USER makes one for Trino; others come from who issued them";
    if (!earliest.isAfter(now)) {
      return Finding.failed("%s ended at %s".formatted(first.get(), earliest), remedy);
    }

    return earliest.isBefore(now.plus(SOON)) ? Finding.warning(seen, remedy) : Finding.ok(seen);
  }

  /** What a JSON Web Token says; empty for any other. */
  private static Optional<Instant> end(String token) {
    String[] parts = token.split("\\.");
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      Matcher expires = EXPIRES.matcher(new String(Base64.getUrlDecoder().decode(parts[1])));

      return expires.find()
          ? Optional.of(Instant.ofEpochSecond(Long.parseLong(expires.group(1))))
          : Optional.empty();
    } catch (IllegalArgumentException noJson) {
      return Optional.empty();
    }
  }
}
