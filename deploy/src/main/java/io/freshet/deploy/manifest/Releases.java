package io.freshet.deploy.manifest;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Values for the Helm chart of one Flink application: the same resource that a render writes, in a
 * form in which a release may change its image, parallelism and sizes.
 */
public final class Releases {
  private Releases() {}

  /** The values of one application, from its resource. */
  public static Map<String, Object> values(Resource deployment, List<Resource> all) {
    Map<?, ?> spec = (Map<?, ?>) deployment.body().get("spec");
    Body values =
        Body.of("name", deployment.name())
            .with("metadata", deployment.body().get("metadata"))
            .with("image", "")
            .with("parallelism", 0)
            .with("taskManager", Map.of())
            .with("spec", spec);
    List<Object> files =
        all.stream()
            .filter(resource -> isFileOf(deployment, resource))
            .map(resource -> (Object) resource.body())
            .toList();

    return values.with("files", files).map();
  }

  private static boolean isFileOf(Resource deployment, Resource resource) {
    return resource.folder().equals(deployment.folder())
        && resource.kind().equals("ConfigMap")
        && component(resource).equals(component(deployment));
  }

  private static String component(Resource resource) {
    return resource.body().get("metadata") instanceof Map<?, ?> metadata
            && metadata.get("labels") instanceof Map<?, ?> labels
        ? String.valueOf(labels.get("app.kubernetes.io/component"))
        : "";
  }

  /** One file for each Flink application. */
  public static void write(List<Resource> resources, Path folder) {
    try {
      Files.createDirectories(folder);
      for (Resource resource : resources) {
        if (resource.kind().equals("FlinkDeployment")) {
          Files.writeString(
              folder.resolve(resource.name() + ".yaml"),
              Manifests.text(values(resource, resources)));
        }
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write to %s: %s; name a folder that may be written"
              .formatted(folder, e.getMessage()),
          e);
    }
  }
}
