package io.freshet.serving.eta.alert;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads thresholds from YAML, and says all that is wrong with them at once. */
public final class ThresholdsParser {
  private static final String EVERY_MARKET = "every_market";
  private static final String MARKETS = "markets";
  private static final String BEGINS = "begins";
  private static final String ENDS = "ends";
  private static final String MINUTES = "minutes";
  private static final String CALM_MINUTES = "calm_minutes";
  private static final String THRESHOLD =
      "{begins: NUMBER, ends: NUMBER, minutes: NUMBER, calm_minutes: NUMBER} or off";
  private static final BigDecimal MOST = BigDecimal.valueOf(999_999_999);
  private static final int MOST_MINUTES = 24 * 60;

  private final List<String> problems = new ArrayList<>();

  private ThresholdsParser() {}

  /**
   * Refuses a file that a job could not read either.
   *
   * @throws FreshetException as {@link #read} does
   */
  public static void check(Path file) {
    read(file);
  }

  /**
   * @throws FreshetException when the file can't be read or is wrong; the caller's fault
   */
  static Thresholds read(Path file) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(file)) {
      ThresholdsParser parser = new ThresholdsParser();
      Thresholds thresholds = parser.file(new Yaml(new SafeConstructor(options)).load(reader));
      if (!parser.problems.isEmpty()) {
        throw refused(file, String.join("\n", parser.problems), null);
      }

      return thresholds;
    } catch (NoSuchFileException e) {
      throw refused(file, "there is no such file", e);
    } catch (IOException | YAMLException e) {
      throw refused(file, e.getMessage(), e);
    }
  }

  private static FreshetException refused(Path file, String why, Exception cause) {
    return new FreshetException(
        Fault.CALLER, "Cannot take the thresholds in %s: %s".formatted(file, why), cause);
  }

  private Thresholds file(Object root) {
    Map<?, ?> top = map("the file", root, "every_market: and markets:");
    refuseUnknown("", top, List.of(EVERY_MARKET, MARKETS));
    Map<Alert, Threshold> everywhere = alerts(EVERY_MARKET, top.get(EVERY_MARKET), Map.of());
    Map<String, Map<Alert, Threshold>> byMarket = new HashMap<>();
    map(MARKETS, top.get(MARKETS), "markets, each with its alerts")
        .forEach(
            (market, alerts) ->
                byMarket.put(
                    String.valueOf(market), alerts(MARKETS + "." + market, alerts, everywhere)));

    return new Thresholds(everywhere, byMarket);
  }

  /**
   * @param others that hold where the node says nothing
   */
  private Map<Alert, Threshold> alerts(String place, Object node, Map<Alert, Threshold> others) {
    Map<Alert, Threshold> alerts = new EnumMap<>(Alert.class);
    alerts.putAll(others);
    Map<?, ?> given = map(place, node, "alerts: " + String.join(", ", Alert.codes()));
    refuseUnknown(place + ".", given, Alert.codes());
    given.forEach(
        (code, value) ->
            Alert.of(String.valueOf(code))
                .ifPresent(
                    alert ->
                        threshold(place + "." + code, alert, value)
                            .ifPresentOrElse(
                                threshold -> alerts.put(alert, threshold),
                                () -> alerts.remove(alert))));

    return alerts;
  }

  /** Empty where the alert is off. */
  private Optional<Threshold> threshold(String place, Alert alert, Object node) {
    if (Boolean.FALSE.equals(node)) { // YAML's off
      return Optional.empty();
    }
    if (!(node instanceof Map<?, ?> given)) {
      problems.add(
          "%s is %s; it must be %s".formatted(place, node == null ? "nothing" : node, THRESHOLD));

      return Optional.empty();
    }
    refuseUnknown(place + ".", given, List.of(BEGINS, ENDS, MINUTES, CALM_MINUTES));
    Optional<BigDecimal> begins = number(place + "." + BEGINS, given.get(BEGINS));
    Optional<BigDecimal> ends = number(place + "." + ENDS, given.get(ENDS));
    int minutes = minutes(place + "." + MINUTES, given.get(MINUTES), 1);
    int calmMinutes = minutes(place + "." + CALM_MINUTES, given.get(CALM_MINUTES), minutes);
    if (begins.isEmpty() || ends.isEmpty()) {
      return Optional.empty();
    }
    int room = ends.get().compareTo(begins.get());
    if (alert.isAboutTooFew() ? room < 0 : room > 0) {
      problems.add(
          "%s.%s is %s; it must be %s or %s, or the alert would end before it began"
              .formatted(
                  place,
                  ENDS,
                  ends.get().toPlainString(),
                  begins.get().toPlainString(),
                  alert.isAboutTooFew() ? "more" : "less"));
    }

    return Optional.of(new Threshold(begins.get(), ends.get(), minutes, calmMinutes));
  }

  private Optional<BigDecimal> number(String place, Object value) {
    Optional<BigDecimal> number = Optional.empty();
    if (value instanceof Number) {
      try {
        number = Optional.of(new BigDecimal(value.toString()));
      } catch (NumberFormatException e) {
        // .nan and .inf; said below
      }
    }
    Optional<BigDecimal> right =
        number.filter(
            each ->
                each.signum() >= 0
                    && each.compareTo(MOST) <= 0
                    && each.stripTrailingZeros().scale() <= Alert.SCALE);
    if (right.isEmpty()) {
      problems.add(
          "%s is %s; it must be a number from 0 to %s with at most %d digits behind the point"
              .formatted(place, value == null ? "missing" : value, MOST, Alert.SCALE));
    }

    return right;
  }

  private int minutes(String place, Object value, int usual) {
    if (value == null) {
      return usual;
    }
    if (value instanceof Integer minutes && minutes >= 1 && minutes <= MOST_MINUTES) {
      return minutes;
    }
    problems.add(
        "%s is %s; it must be a whole number from 1 to %d".formatted(place, value, MOST_MINUTES));

    return usual;
  }

  /** Nothing is an empty map. */
  private Map<?, ?> map(String place, Object node, String right) {
    if (node == null) {
      return Map.of();
    }
    if (node instanceof Map<?, ?> map) {
      return map;
    }
    problems.add("%s is %s; it must be %s".formatted(place, node, right));

    return Map.of();
  }

  private void refuseUnknown(String prefix, Map<?, ?> given, List<String> known) {
    for (Object key : given.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        problems.add(
            "%s%s is no key of it%s".formatted(prefix, name, NearestName.hint(name, known)));
      }
    }
  }
}
