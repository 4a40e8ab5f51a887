package io.freshet.deploy.manifest;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One object that Kubernetes is to have.
 *
 * @param folder under which it is written, such as {@code flink}
 * @param body all of it, {@code apiVersion} and {@code kind} first
 */
public record Resource(String folder, Map<String, Object> body) {
  /** Whoever looks at a cluster sees by it what is ours. */
  private static final Map<String, Object> LABELS =
      Map.of("app.kubernetes.io/managed-by", "freshet");

  /** One with {@code metadata} and labels of ours, and under {@code key} what it asks for. */
  public static Resource of(
      String folder, String apiVersion, String kind, Metadata metadata, String key, Object value) {
    Body body =
        Body.of("apiVersion", apiVersion)
            .with("kind", kind)
            .with("metadata", metadata.map())
            .with(key, value);

    return new Resource(folder, body.map());
  }

  /**
   * @param labels beside ours
   */
  public record Metadata(
      String name, String namespace, Map<String, Object> labels, Map<String, Object> annotations) {
    public static Metadata of(String name, String namespace) {
      return new Metadata(name, namespace, Map.of(), Map.of());
    }

    /** Of what belongs to one component, by whose name it is chosen. */
    public static Metadata of(String name, String namespace, String component) {
      return new Metadata(
          name, namespace, Map.of("app.kubernetes.io/component", component), Map.of());
    }

    Map<String, Object> map() {
      Map<String, Object> all = new LinkedHashMap<>(LABELS);
      all.putAll(labels);
      Body body = Body.of("name", name).with("namespace", namespace).with("labels", all);

      return (annotations.isEmpty() ? body : body.with("annotations", annotations)).map();
    }
  }

  /** The same with one more annotation, for those who decide when it is applied. */
  public Resource annotated(String key, String value) {
    Map<String, Object> metadata = copy(body.get("metadata"));
    Map<String, Object> annotations = copy(metadata.getOrDefault("annotations", Map.of()));
    annotations.put(key, value);
    metadata.put("annotations", annotations);
    Map<String, Object> all = copy(body);
    all.put("metadata", metadata);

    return new Resource(folder, all);
  }

  private static Map<String, Object> copy(Object node) {
    Map<String, Object> copy = new LinkedHashMap<>();
    ((Map<?, ?>) node).forEach((key, value) -> copy.put(String.valueOf(key), value));

    return copy;
  }

  public String kind() {
    return (String) body.get("kind");
  }

  public String name() {
    return (String) ((Map<?, ?>) body.get("metadata")).get("name");
  }

  /** Of the file that holds it, below the folder of all. */
  public String path() {
    return "%s/%s-%s.yaml".formatted(folder, kind().toLowerCase(Locale.ROOT), name());
  }
}
