package io.freshet.deploy.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** By what elements of a list are told apart: their names, or else their places. */
final class ListKeys {
  private ListKeys() {}

  static Map<String, Object> of(List<?> list) {
    Map<String, Object> byKey = new LinkedHashMap<>();
    for (int place = 0; place < list.size(); place++) {
      Object element = list.get(place);
      String key = name(element).orElse(Integer.toString(place));
      byKey.merge(key, element, (first, second) -> first);
      if (byKey.get(key) != element) { // two of one name
        byKey.put(key + "#" + place, element);
      }
    }

    return byKey;
  }

  /** Its own, or that of what it points to: a ConfigMap, or what an ACL is about. */
  private static Optional<String> name(Object element) {
    if (!(element instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    if (map.get("name") instanceof String name) {
      return Optional.of(name);
    }
    if (map.get("configMap") instanceof Map<?, ?> configMap) {
      return name(configMap);
    }

    return map.get("resource") instanceof Map<?, ?> about
        ? Optional.of("%s %s".formatted(about.get("type"), name(about).orElse("all")))
        : Optional.empty();
  }
}
