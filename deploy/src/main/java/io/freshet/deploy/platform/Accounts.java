package io.freshet.deploy.platform;

import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.List;
import java.util.Map;

/** As whom engines ask Kubernetes for their pods, and no more than that. */
final class Accounts {
  private static final List<String> EVERYTHING =
      List.of("get", "list", "watch", "create", "update", "patch", "delete", "deletecollection");

  private Accounts() {}

  static List<Resource> flink(Surroundings here) {
    return engine(
        here,
        "flink",
        List.of(
            rule("", List.of("pods", "configmaps")),
            // The JobManager's own, of which its TaskManagers are made part.
            Body.of("apiGroups", List.of("apps"))
                .with("resources", List.of("deployments", "deployments/finalizers"))
                .with("verbs", List.of("get", "list", "watch", "update", "patch"))
                .map()));
  }

  static List<Resource> spark(Surroundings here) {
    return engine(
        here,
        "spark",
        List.of(rule("", List.of("pods", "services", "configmaps", "persistentvolumeclaims"))));
  }

  private static Map<String, Object> rule(String group, List<String> resources) {
    return Body.of("apiGroups", List.of(group))
        .with("resources", resources)
        .with("verbs", EVERYTHING)
        .map();
  }

  private static List<Resource> engine(
      Surroundings here, String name, List<Map<String, Object>> rules) {
    String namespace = here.values().namespace();
    String role = here.values().identities().get(name);
    Map<String, Object> annotations =
        role == null ? Map.of() : Map.of("eks.amazonaws.com/role-arn", role);
    Body binding =
        Body.of("apiVersion", "rbac.authorization.k8s.io/v1")
            .with("kind", "RoleBinding")
            .with("metadata", Body.of("name", name).with("namespace", namespace))
            .with(
                "roleRef",
                Body.of("apiGroup", "rbac.authorization.k8s.io")
                    .with("kind", "Role")
                    .with("name", name))
            .with(
                "subjects",
                List.of(
                    Body.of("kind", "ServiceAccount")
                        .with("name", name)
                        .with("namespace", namespace)
                        .map()));

    return List.of(
        Resource.of(
            name,
            "v1",
            "ServiceAccount",
            new Metadata(name, namespace, Map.of(), annotations),
            "automountServiceAccountToken",
            true),
        Resource.of(
            name, "rbac.authorization.k8s.io/v1", "Role", here.metadata(name), "rules", rules),
        new Resource(name, binding.map()));
  }
}
