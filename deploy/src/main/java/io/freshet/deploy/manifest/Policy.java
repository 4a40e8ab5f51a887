package io.freshet.deploy.manifest;

import io.freshet.core.toolkit.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What no resource of ours may be, whatever made it: root, privileged, without limits, of an image
 * whose tag moves, with a secret in plain sight, or with a name that operators refuse.
 */
public final class Policy {
  /** Kubernetes takes no larger object; a ConfigMap shares it with its names. */
  private static final int LARGEST_MAP = 1_000_000;

  private static final Set<String> INTO_THE_MACHINE =
      Set.of("hostPath", "hostNetwork", "hostPID", "hostIPC");

  private final List<String> findings = new ArrayList<>();

  private Policy() {}

  /** One line for each thing that must not be; none where all is well. */
  public static List<String> findings(List<Resource> resources) {
    Policy policy = new Policy();
    resources.forEach(policy::check);

    return List.copyOf(policy.findings);
  }

  private void check(Resource resource) {
    String where = resource.path();
    if (resource.kind().equals("Secret")) {
      found(where, "is a Secret: make it elsewhere and refer to it");
    }
    if (resource.kind().equals("ConfigMap")
        && Manifests.text(resource.body()).length() > LARGEST_MAP) {
      found(where, "is larger than Kubernetes takes; split what it holds");
    }
    names(resource);
    walk(where, resource.body());
  }

  /** Only the cluster would show it, when an operator names after it what it makes. */
  private void names(Resource resource) {
    NameLimits.of(resource.kind())
        .filter(longest -> resource.name().length() > longest)
        .ifPresent(
            longest ->
                found(
                    resource.path(),
                    "has a name of %d characters, where a %s may have %d"
                        .formatted(resource.name().length(), resource.kind(), longest)));
    if (resource.body().get("metadata") instanceof Map<?, ?> metadata
        && metadata.get("labels") instanceof Map<?, ?> labels) {
      labels.forEach(
          (label, value) -> {
            if (value.toString().length() > NameLimits.LABEL) {
              found(
                  resource.path(),
                  "has a label %s of %d characters, where one may have %d"
                      .formatted(label, value.toString().length(), NameLimits.LABEL));
            }
          });
    }
  }

  private void walk(String where, Object node) {
    if (node instanceof List<?> list) {
      list.forEach(element -> walk(where, element));
    } else if (node instanceof Map<?, ?> map) {
      if (map.get("containers") instanceof List<?> containers) {
        pod(where, map, containers);
      }
      if (map.get("driver") instanceof Map<?, ?> driver
          && map.get("executor") instanceof Map<?, ?> executor) {
        spark(where, driver);
        spark(where, executor);
      }
      if (map.get("image") instanceof String image) {
        image(where, image);
      }
      if (map.get("flinkVersion") != null) {
        flink(where, map);
      }
      map.keySet().stream()
          .map(String::valueOf)
          .filter(INTO_THE_MACHINE::contains)
          .forEach(key -> found(where, "reaches into the machine: " + key));
      map.values().forEach(value -> walk(where, value));
    }
  }

  private void pod(String where, Map<?, ?> spec, List<?> containers) {
    user(where, spec.get("securityContext"));
    for (Object each : containers) {
      Map<?, ?> container = (Map<?, ?>) each;
      confined(where, container.get("securityContext"));
      environment(where, container.get("env"));
      // Flink's operator sets those of its container from the resource of the whole.
      if (!"flink-main-container".equals(container.get("name"))) {
        limits(where, container);
      }
    }
  }

  private void spark(String where, Map<?, ?> pod) {
    user(where, pod.get("podSecurityContext"));
    confined(where, pod.get("securityContext"));
    environment(where, pod.get("env"));
    if (pod.get("memory") == null || pod.get("coreLimit") == null) {
      found(where, "has no limits: memory and coreLimit of driver and executor");
    }
  }

  private void flink(String where, Map<?, ?> spec) {
    for (String part : List.of("jobManager", "taskManager")) {
      if (!(spec.get(part) instanceof Map<?, ?> manager)
          || !(manager.get("resource") instanceof Map<?, ?> resource)
          || resource.get("memory") == null
          || resource.get("cpu") == null) {
        found(where, "has no limits: %s.resource".formatted(part));
      }
    }
  }

  private void user(String where, Object context) {
    if (!(context instanceof Map<?, ?> map)
        || !Boolean.TRUE.equals(map.get("runAsNonRoot"))
        || !(map.get("runAsUser") instanceof Integer user)
        || user == 0) {
      found(where, "may run as root: its pod names no other user");
    }
  }

  private void confined(String where, Object context) {
    if (!(context instanceof Map<?, ?> map)
        || !Boolean.FALSE.equals(map.get("allowPrivilegeEscalation"))
        || Boolean.TRUE.equals(map.get("privileged"))
        || !Boolean.TRUE.equals(map.get("readOnlyRootFilesystem"))
        || !(map.get("capabilities") instanceof Map<?, ?> capabilities)
        || !List.of("ALL").equals(capabilities.get("drop"))) {
      found(
          where,
          "is not confined: no escalation, no privileges, a read-only root file system and no"
              + " capabilities");
    }
  }

  private void limits(String where, Map<?, ?> container) {
    if (!(container.get("resources") instanceof Map<?, ?> resources)
        || !(resources.get("limits") instanceof Map<?, ?> limits)
        || limits.get("cpu") == null
        || limits.get("memory") == null) {
      found(where, "has no limits: resources.limits.cpu and memory");
    }
  }

  private void image(String where, String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    if (!name.contains(":") || name.endsWith(":latest")) {
      found(where, "has an image whose tag moves: " + image);
    }
  }

  private void environment(String where, Object variables) {
    if (!(variables instanceof List<?> list)) {
      return;
    }
    for (Object each : list) {
      Map<?, ?> variable = (Map<?, ?>) each;
      String name = String.valueOf(variable.get("name"));
      if (variable.get("value") != null && Secrets.isSecret(name)) {
        found(where, "holds a secret in plain sight: " + name);
      }
    }
  }

  private void found(String where, String what) {
    findings.add("%s %s".formatted(where, what));
  }
}
