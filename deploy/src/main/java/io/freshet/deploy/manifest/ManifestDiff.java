package io.freshet.deploy.manifest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one render changes against another, resource by resource.
 *
 * @param changes in the order of their paths
 */
public record ManifestDiff(List<Change> changes) {
  private static final int LONGEST_VALUE = 80;

  public ManifestDiff {
    changes = List.copyOf(changes);
  }

  /** What becomes of a resource. */
  public enum Action {
    ADD,
    CHANGE,
    REMOVE
  }

  /**
   * @param resource its file
   * @param fields that differ; none where it comes or goes as a whole
   */
  public record Change(Action action, String resource, List<FieldChange> fields) {
    public Change {
      fields = List.copyOf(fields);
    }
  }

  /**
   * @param before empty where the field is new
   * @param after empty where it goes
   */
  public record FieldChange(String field, Optional<String> before, Optional<String> after) {}

  public static ManifestDiff between(
      Map<String, Map<String, Object>> before, Map<String, Map<String, Object>> after) {
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(after.keySet());
    List<Change> changes = new ArrayList<>();
    for (String resource : all) {
      if (!before.containsKey(resource)) {
        changes.add(new Change(Action.ADD, resource, List.of()));
      } else if (!after.containsKey(resource)) {
        changes.add(new Change(Action.REMOVE, resource, List.of()));
      } else {
        List<FieldChange> fields = new ArrayList<>();
        compare("", before.get(resource), after.get(resource), fields);
        if (!fields.isEmpty()) {
          changes.add(new Change(Action.CHANGE, resource, fields));
        }
      }
    }

    return new ManifestDiff(changes);
  }

  private static void compare(String field, Object before, Object after, List<FieldChange> fields) {
    if (Objects.equals(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> was && after instanceof Map<?, ?> is) {
      Set<Object> keys = new LinkedHashSet<>(was.keySet());
      keys.addAll(is.keySet());
      keys.forEach(
          key -> compare(path(field, String.valueOf(key)), was.get(key), is.get(key), fields));
    } else if (before instanceof List<?> was && after instanceof List<?> is) {
      compareLists(field, was, is, fields);
    } else {
      fields.add(
          new FieldChange(
              field,
              Optional.ofNullable(before).map(ManifestDiff::text),
              Optional.ofNullable(after).map(ManifestDiff::text)));
    }
  }

  /** By the elements' names where they have some: one that comes in front moves no others. */
  private static void compareLists(
      String field, List<?> before, List<?> after, List<FieldChange> fields) {
    Map<String, Object> was = ListKeys.of(before);
    Map<String, Object> is = ListKeys.of(after);
    Set<String> keys = new LinkedHashSet<>(was.keySet());
    keys.addAll(is.keySet());
    keys.forEach(key -> compare("%s[%s]".formatted(field, key), was.get(key), is.get(key), fields));
  }

  /** A key with dots of its own stands in quotes. */
  private static String path(String field, String key) {
    String part = key.contains(".") ? "\"%s\"".formatted(key) : key;

    return field.isEmpty() ? part : field + "." + part;
  }

  private static String text(Object value) {
    String text = String.valueOf(value).replace("\n", "\\n");

    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
