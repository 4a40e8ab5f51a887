package io.freshet.deploy.platform;

import io.freshet.deploy.manifest.Resource;

/**
 * In which order Argo CD applies what waits for one another: it goes on to the next wave once all
 * of the last is healthy, and not at all when something of it fails. First comes what contracts are
 * applied to and by (settings, contracts, topics, users, the catalog), then the job that applies
 * them, then whoever meets what it has made, with claims that are bound only once somebody mounts
 * them. Whoever does not know the annotation sees none of it.
 */
final class SyncWaves {
  private static final String WAVE = "argocd.argoproj.io/sync-wave";
  private static final String APPLY = "1";
  private static final String APPLICATIONS = "2";

  private SyncWaves() {}

  static Resource ordered(Resource resource) {
    return switch (resource.kind()) {
      case "Job" -> resource.annotated(WAVE, APPLY);
      case "FlinkDeployment",
          "SparkApplication",
          "ScheduledSparkApplication",
          "StatefulSet",
          "CronJob" ->
          resource.annotated(WAVE, APPLICATIONS);
      case "PersistentVolumeClaim" ->
          resource.annotated(
              WAVE, resource.name().equals(CommandPod.AUDIT_CLAIM) ? APPLY : APPLICATIONS);
      case "Deployment" ->
          resource.name().equals(ServerKind.CATALOG.label())
              ? resource
              : resource.annotated(WAVE, APPLICATIONS);
      default -> resource;
    };
  }
}
