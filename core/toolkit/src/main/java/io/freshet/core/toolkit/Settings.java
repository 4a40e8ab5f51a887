package io.freshet.core.toolkit;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The effective settings of one process: command line over environment over profile file over
 * default. {@code gateway.port} is {@code FRESHET_GATEWAY_PORT} in the environment.
 *
 * <p>Every read is remembered, so that {@link #refuseUnknown} can name keys that nobody asked for
 * and {@link #effective} can print what is in force. Not thread-safe: {@code main} reads it once.
 */
public final class Settings {
  private static final String ENVIRONMENT_PREFIX = "FRESHET_";

  private final Map<String, String> profile;
  private final Map<String, String> environment;
  private final Map<String, String> commandLine;
  private final Map<String, String> effective = new TreeMap<>();

  /** Keys whose problem is known already, while {@link #read} looks for others. */
  private final Set<String> passedOver = new HashSet<>();

  private Settings(
      Map<String, String> profile,
      Map<String, String> environment,
      Map<String, String> commandLine) {
    this.profile = Map.copyOf(profile);
    this.environment = Map.copyOf(environment);
    this.commandLine = Map.copyOf(commandLine);
  }

  /** Settings given as they are; for tests and for processes started with explicit values. */
  public static Settings of(Map<String, String> values) {
    return new Settings(values, Map.of(), Map.of());
  }

  /** Settings of a process that has no profile, such as the one that will write it. */
  public static Settings ofEnvironment(Map<String, String> environment) {
    return new Settings(Map.of(), environment, Map.of());
  }

  /**
   * Reads one YAML profile; nested maps become dotted keys. Whoever acts by it asks for {@link
   * #forProcess} instead.
   *
   * @param environment usually {@code System.getenv()}
   * @param commandLine {@code key → value} pairs that win over everything
   */
  public static Settings load(
      Path profile, Map<String, String> environment, Map<String, String> commandLine) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(profile)) {
      Object root = new Yaml(new SafeConstructor(options)).load(reader);
      Map<String, String> flat = new LinkedHashMap<>();
      flatten("", root == null ? Map.of() : root, flat);

      return new Settings(flat, environment, commandLine);
    } catch (NoSuchFileException e) {
      throw unreadable(profile, "there is no such file", e);
    } catch (IOException | YAMLException | InvalidSettingException e) {
      throw unreadable(profile, e.getMessage(), e);
    }
  }

  /**
   * The settings of a process: {@code --profile FILE} (or {@code FRESHET_PROFILE}) names the
   * profile, {@code --some.key=value} overrides one key. From here on the process trusts whom
   * {@code tls.ca} names.
   *
   * @throws InvalidSettingException when there is no profile or an argument is neither
   */
  public static Settings forProcess(String[] arguments, Map<String, String> environment) {
    Optional<Path> profile = Optional.empty();
    Map<String, String> commandLine = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      if (argument.equals("--profile") && i + 1 < arguments.length) {
        profile = Optional.of(Path.of(arguments[++i]));
      } else if (argument.startsWith("--") && equals > 2) {
        commandLine.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else {
        throw new InvalidSettingException(
            "Argument %s is neither --profile FILE nor --some.key=value"
                .formatted(Secrets.masked(argument)));
      }
    }

    return inForce(load(profile.orElseGet(() -> profile(environment)), environment, commandLine));
  }

  /**
   * The settings of a process whose command line was read already. From here on the process trusts
   * whom {@code tls.ca} names.
   */
  public static Settings forProcess(Path profile, Map<String, String> environment) {
    return inForce(load(profile, environment, Map.of()));
  }

  private static Settings inForce(Settings settings) {
    TrustedCertificates.install(settings);

    return settings;
  }

  /**
   * The profile of a process whose arguments name none.
   *
   * @throws InvalidSettingException when the environment names none either
   */
  public static Path profile(Map<String, String> environment) {
    return present(environment.get(ENVIRONMENT_PREFIX + "PROFILE"))
        .map(Path::of)
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "No profile is given; name one with --profile FILE or in FRESHET_PROFILE"));
  }

  private static FreshetException unreadable(Path profile, String why, Exception cause) {
    return new FreshetException(
        Fault.CALLER, "Cannot read the profile %s: %s".formatted(profile, why), cause);
  }

  public Optional<String> optionalText(String key) {
    Optional<String> value = find(key);
    effective.put(key, value.orElse(""));

    return value;
  }

  public String text(String key) {
    return optionalText(key)
        .or(() -> passedOver.contains(key) ? Optional.of("") : Optional.empty())
        .orElseThrow(() -> InvalidSettingException.notSet(key, environmentName(key)));
  }

  public String text(String key, String defaultValue) {
    String value = find(key).orElse(defaultValue);
    effective.put(key, value);

    return value;
  }

  public int integer(String key, int defaultValue) {
    String value = text(key, Integer.toString(defaultValue));
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new InvalidSettingException(key, value, "a whole number");
    }
  }

  public boolean flag(String key, boolean defaultValue) {
    String value = text(key, Boolean.toString(defaultValue));

    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new InvalidSettingException(key, value, "true or false");
    };
  }

  public Duration duration(String key, Duration defaultValue) {
    String value = text(key, Durations.print(defaultValue));
    try {
      return Durations.parse(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(key, value, "a duration such as 500ms, 30s, 5m, 2h or 7d");
    }
  }

  /** A comma-separated list; blank entries are left out. */
  public List<String> list(String key, List<String> defaultValue) {
    String value = text(key, String.join(",", defaultValue));
    List<String> entries = new ArrayList<>();
    for (String entry : value.split(",", -1)) {
      if (!entry.isBlank()) {
        entries.add(entry.strip());
      }
    }

    return List.copyOf(entries);
  }

  /**
   * All that profile and command line set below a prefix, by what of the key follows it: for
   * settings of somebody else's, which are handed on as they are. A variable may give the value of
   * a key that is named there, if only without one, as no variable can be told back into a key.
   *
   * @param prefix with a dot at its end
   */
  public Map<String, String> under(String prefix) {
    TreeSet<String> named = new TreeSet<>(profile.keySet());
    named.addAll(commandLine.keySet());
    Map<String, String> found = new TreeMap<>();
    for (String key : named) {
      if (key.startsWith(prefix) && key.length() > prefix.length()) {
        optionalText(key).ifPresent(value -> found.put(key.substring(prefix.length()), value));
      }
    }

    return found;
  }

  /** What has been read so far, secrets masked; in key order. */
  public Map<String, String> effective() {
    Map<String, String> masked = new TreeMap<>(effective);
    masked.replaceAll(Secrets::masked);

    return masked;
  }

  /**
   * Makes a record of settings and refuses keys below {@code prefixes} that nothing has read. Names
   * every problem at once: where a value is wrong, it goes on as if the value were not set. Only a
   * required value that the record itself refuses hides what comes behind it.
   *
   * @throws InvalidSettingException with a line for each problem
   */
  public <T> T read(Function<Settings, T> maker, List<String> prefixes) {
    List<String> problems = new ArrayList<>();
    Optional<T> made = attempt(maker, problems);
    if (made.isPresent()) {
      problems.addAll(unknown(prefixes));
    }
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(String.join("\n", problems));
    }

    return made.orElseThrow();
  }

  private <T> Optional<T> attempt(Function<Settings, T> maker, List<String> problems) {
    try {
      while (true) {
        try {
          return Optional.of(maker.apply(this));
        } catch (InvalidSettingException e) {
          boolean isNew = e.key().map(passedOver::add).orElse(true);
          if (isNew) {
            problems.add(e.getMessage());
          }
          if (!isNew || e.key().isEmpty()) {
            return Optional.empty();
          }
        }
      }
    } finally {
      passedOver.clear();
    }
  }

  /**
   * Refuses keys below {@code prefixes} that nothing has read, with the nearest known key; those of
   * the environment by the name that they have there.
   *
   * @throws InvalidSettingException naming every unknown key at once
   */
  public void refuseUnknown(List<String> prefixes) {
    List<String> problems = unknown(prefixes);
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(String.join("\n", problems));
    }
  }

  private List<String> unknown(List<String> prefixes) {
    TreeSet<String> given = new TreeSet<>(profile.keySet());
    given.addAll(commandLine.keySet());
    List<String> problems = new ArrayList<>(unknown(given, prefixes, effective.keySet()));
    problems.addAll(
        unknown(
            new TreeSet<>(environment.keySet()),
            environmentNames(prefixes),
            environmentNames(effective.keySet())));

    return problems;
  }

  private static List<String> unknown(
      Collection<String> given, Collection<String> prefixes, Collection<String> known) {
    return given.stream()
        .filter(key -> prefixes.stream().anyMatch(key::startsWith) && !known.contains(key))
        .map(
            key ->
                NearestName.of(key, known)
                    .map(near -> "%s is no setting; did you mean %s?".formatted(key, near))
                    .orElse("%s is no setting".formatted(key)))
        .toList();
  }

  private static Set<String> environmentNames(Collection<String> keys) {
    return keys.stream().map(Settings::environmentName).collect(Collectors.toSet());
  }

  private Optional<String> find(String key) {
    if (passedOver.contains(key)) {
      return Optional.empty();
    }
    if (commandLine.containsKey(key)) {
      return Optional.of(commandLine.get(key));
    }

    return present(environment.get(environmentName(key))).or(() -> present(profile.get(key)));
  }

  /** An empty value says nothing, so that a template may leave one open. */
  private static Optional<String> present(String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }

  /** The variable that sets a key, such as {@code FRESHET_GATEWAY_PORT}. */
  public static String environmentName(String key) {
    return ENVIRONMENT_PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static void flatten(String prefix, Object node, Map<String, String> flat) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) -> flatten(prefix.isEmpty() ? "" + key : prefix + "." + key, value, flat));
    } else if (prefix.isEmpty()) {
      throw new InvalidSettingException("it holds no keys");
    } else if (flat.putIfAbsent(prefix, print(node)) != null) {
      throw new InvalidSettingException("%s is written twice".formatted(prefix));
    }
  }

  private static String print(Object value) {
    if (value instanceof List<?> list) {
      return String.join(",", list.stream().map(String::valueOf).toList());
    }

    return value == null ? "" : value.toString();
  }
}
