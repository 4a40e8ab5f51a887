package io.freshet.deploy.manifest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** By what elements of a list are told apart: their names, or else their places. */
final class ListKeys {
  private ListKeys() {}

  static Map<String, Object> of(List<?> list) {
    Map<String, Object> byKey = new LinkedHashMap<>();
    for (int place = 0; place < list.size(); place++) {
      Object element = list.get(place);
      String key =
          element instanceof Map<?, ?> map && map.get("name") instanceof String name
              ? name
              : Integer.toString(place);
      byKey.merge(key, element, (first, second) -> first);
      if (byKey.get(key) != element) { // two of one name
        byKey.put(key + "#" + place, element);
      }
    }

    return byKey;
  }
}
