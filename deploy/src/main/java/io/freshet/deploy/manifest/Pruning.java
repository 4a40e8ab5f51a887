package io.freshet.deploy.manifest;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is told to controllers that delete whatever a folder has no longer: Argo CD and Flux know it
 * by annotations.
 */
public final class Pruning {
  private static final Map<String, String> NEVER =
      Map.of(
          "argocd.argoproj.io/sync-options", "Prune=false,Delete=false",
          "kustomize.toolkit.fluxcd.io/prune", "disabled");

  private Pruning() {}

  /** Annotations of what a hand alone may delete, as data go with it. */
  public static Map<String, Object> never() {
    return new TreeMap<>(NEVER);
  }

  /** Whether a resource has them. */
  static boolean isNeverOf(Map<String, Object> resource) {
    return resource.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations
        && annotations.entrySet().containsAll(NEVER.entrySet());
  }
}
