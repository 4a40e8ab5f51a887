package io.freshet.deploy.company;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.NearestName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One map of the values file; remembers what was asked for, so that nothing else passes. */
final class Keys {
  private final String path;
  private final Map<?, ?> map;
  private final Set<String> known = new TreeSet<>();

  Keys(String path, Object node) {
    this.path = path;
    if (node != null && !(node instanceof Map<?, ?>)) {
      throw new InvalidSettingException(path.isEmpty() ? "it" : path, node, "a map of keys");
    }
    this.map = node == null ? Map.of() : (Map<?, ?>) node;
  }

  boolean isEmpty() {
    return map.isEmpty();
  }

  String text(String key) {
    return optional(key)
        .orElseThrow(() -> new FreshetException(Fault.CALLER, "%s is not set".formatted(at(key))));
  }

  String text(String key, String defaultValue) {
    return optional(key).orElse(defaultValue);
  }

  Optional<String> optional(String key) {
    known.add(key);
    Object value = map.get(key);
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      throw new InvalidSettingException(at(key), value, "one value");
    }

    return Optional.ofNullable(value).map(String::valueOf);
  }

  int number(String key, int defaultValue) {
    return number(at(key), text(key, Integer.toString(defaultValue)));
  }

  private static int number(String place, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidSettingException(place, text, "a whole number");
    }
  }

  double decimal(String key, double defaultValue) {
    String text = text(key, Double.toString(defaultValue));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new InvalidSettingException(at(key), text, "a number");
    }
  }

  Duration duration(String key, Duration defaultValue) {
    String text = text(key, Durations.print(defaultValue));
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException(at(key), text, "a time such as 30s, 10m or 6h");
    }
  }

  Keys keys(String key) {
    known.add(key);

    return new Keys(at(key), map.get(key));
  }

  List<Keys> list(String key) {
    return elements(key).stream().map(element -> new Keys(at(key) + "[]", element)).toList();
  }

  List<String> names(String key) {
    return elements(key).stream().map(String::valueOf).toList();
  }

  List<Integer> numbers(String key) {
    return names(key).stream().map(text -> number(at(key) + "[]", text)).toList();
  }

  private List<?> elements(String key) {
    known.add(key);
    Object value = map.get(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw new InvalidSettingException(at(key), value, "a list");
  }

  /** Keys that the file chooses, each with a map. */
  <T> Map<String, T> each(String key, Function<Keys, T> reader) {
    Map<String, T> all = new LinkedHashMap<>();
    Keys keys = keys(key);
    keys.map.forEach(
        (name, node) ->
            all.put(
                String.valueOf(name), reader.apply(new Keys(keys.at(String.valueOf(name)), node))));

    return all;
  }

  /** Keys that the file chooses, each with one value. */
  Map<String, String> texts(String key) {
    Map<String, String> all = new LinkedHashMap<>();
    Keys keys = keys(key);
    keys.map.keySet().stream().map(String::valueOf).forEach(name -> all.put(name, keys.text(name)));

    return all;
  }

  void refuseUnknown() {
    for (Object key : map.keySet()) {
      String name = String.valueOf(key);
      if (!known.contains(name)) {
        throw new FreshetException(
            Fault.CALLER, "%s is no key%s".formatted(at(name), NearestName.hint(name, known)));
      }
    }
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
