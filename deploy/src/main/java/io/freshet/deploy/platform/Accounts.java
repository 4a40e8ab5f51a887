package io.freshet.deploy.platform;

import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import io.freshet.deploy.manifest.Resource.Metadata;
import java.util.List;
import java.util.Map;

/**
 * As whom pods come to Kubernetes: engines to ask for their pods and no more than that, all others
 * to ask for nothing.
 */
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

  /** Of what has no business with Kubernetes; the cloud may know it by a role. */
  static Resource withoutRights(Surroundings here, String folder, String name) {
    return account(here, folder, name, false);
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
        account(here, name, name, true),
        Resource.of(
            name, "rbac.authorization.k8s.io/v1", "Role", here.metadata(name), "rules", rules),
        new Resource(name, binding.map()));
  }

  private static Resource account(
      Surroundings here, String folder, String name, boolean getsAToken) {
    String role = here.values().identities().get(name);
    Map<String, Object> annotations =
        role == null ? Map.of() : Map.of("eks.amazonaws.com/role-arn", role);

    return Resource.of(
        folder,
        "v1",
        "ServiceAccount",
        new Metadata(name, here.values().namespace(), Map.of(), annotations),
        "automountServiceAccountToken",
        getsAToken);
  }
}
