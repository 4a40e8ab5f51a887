package io.freshet.local;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.NearestName;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.airflow.Airflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a user may choose about the embedded platform: {@code <part>.port}, otherwise free ones,
 * {@code <part>.heap}, how long it lives, and whither lineage and alerts go.
 *
 * @param lineage a server that takes OpenLineage events in place of the platform's own, if any
 * @param shortLived whether it is to be gone in minutes, as those of tests are: its Java processes
 *     then compile quickly rather than well
 * @param alertWebhook takes what owners are to hear of as JSON; without it only logs have it
 */
public record LocalSettings(
    Map<String, Integer> ports,
    Map<String, String> heaps,
    boolean shortLived,
    LineageSettings lineage,
    Optional<String> alertWebhook) {
  private static final Pattern HEAP = Pattern.compile("\\d+[mg]");
  private static final Set<String> OURS = Set.of("PORT", "HEAP");

  /** Ours, and what others read that looks like it. */
  private static final Set<String> READ = Set.of("PORT", "HEAP", "HOST");

  private static final Map<Part, String> DEFAULT_HEAPS =
      Map.of(
          Part.KAFKA, "512m",
          Part.S3, "384m",
          Part.REGISTRY, "256m",
          Part.CATALOG, "384m",
          Part.LINEAGE, "128m",
          Part.TRINO, "2g",
          Part.CONSOLE, "256m");

  public LocalSettings {
    ports = Map.copyOf(ports);
    heaps = Map.copyOf(heaps);
    ports.forEach(
        (part, port) -> {
          if (port < 1 || port > 65_535) {
            throw new InvalidSettingException(part + ".port", port, "between 1 and 65535");
          }
        });
    heaps.forEach(
        (part, heap) -> {
          if (!HEAP.matcher(heap).matches()) {
            throw new InvalidSettingException(part + ".heap", heap, "a size such as 512m or 2g");
          }
        });
  }

  public static LocalSettings from(Settings settings) {
    Map<String, Integer> ports = new HashMap<>();
    Map<String, String> heaps = new HashMap<>();
    putPort(settings, Airflow.API, ports);
    for (Part part : Part.values()) {
      putPort(settings, part.label(), ports);
      String heap = DEFAULT_HEAPS.get(part);
      if (heap != null) {
        String chosen = settings.text(part.label() + ".heap", heap);
        heaps.put(part.label(), chosen.toLowerCase(Locale.ROOT));
      }
    }

    return new LocalSettings(
        ports,
        heaps,
        settings.flag("platform.short-lived", false),
        LineageSettings.from(settings),
        settings.optionalText("alert.webhook"));
  }

  private static void putPort(Settings settings, String name, Map<String, Integer> ports) {
    String key = name + ".port";
    if (settings.optionalText(key).isPresent()) {
      ports.put(name, settings.integer(key, 0));
    }
  }

  /**
   * Refuses variables that nobody reads and that were probably meant for us. Other components read
   * more about a part than we do, such as {@code FRESHET_REDIS_HOST}.
   */
  static void refuseMisspelt(Map<String, String> environment) {
    List<String> problems = new ArrayList<>();
    for (Part part : Part.values()) {
      String prefix = "FRESHET_" + part.label().toUpperCase(Locale.ROOT) + "_";
      environment.keySet().stream()
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()))
          .filter(word -> !READ.contains(word))
          .forEach(
              word ->
                  NearestName.of(word, OURS)
                      .ifPresent(
                          near ->
                              problems.add(
                                  "%s%s is no setting; did you mean %s%s?"
                                      .formatted(prefix, word, prefix, near))));
    }
    if (!problems.isEmpty()) {
      throw new FreshetException(Fault.CALLER, String.join("\n", problems));
    }
  }

  public String heap(Part part) {
    return heaps.get(part.label());
  }
}
