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

  /** Helm keeps what it made and a later release has no longer. */
  private static final Map<String, String> BY_HELM = Map.of("helm.sh/resource-policy", "keep");

  private Pruning() {}

  /** Annotations of what a hand alone may delete, as data go with it. */
  public static Map<String, Object> never() {
    return new TreeMap<>(NEVER);
  }

  /**
   * Annotations of what pods mount by a name that changes with what it holds. An operator that goes
   * back to the version before starts pods that look for the map of that version.
   */
  public static Map<String, Object> neverAsAnEarlierVersionNeedsIt() {
    Map<String, Object> annotations = never();
    annotations.putAll(BY_HELM);

    return annotations;
  }

  /** Whether a resource has them. */
  static boolean isNeverOf(Map<String, Object> resource) {
    return resource.get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("annotations") instanceof Map<?, ?> annotations
        && annotations.entrySet().containsAll(NEVER.entrySet());
  }
}
