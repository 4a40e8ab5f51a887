package io.freshet.deploy.platform;

import io.freshet.deploy.manifest.Body;
import java.util.List;
import java.util.Map;

/**
 * What holds for every pod of ours: nobody is root, and nothing writes where it is not asked to.
 */
final class Safety {
  /** Of our own images; Flink's and Spark's have users of their own. */
  static final int USER = 10001;

  static final int FLINK_USER = 9999;
  static final int SPARK_USER = 185;

  private Safety() {}

  static Map<String, Object> pod(int user) {
    return Body.of("runAsNonRoot", true)
        .with("runAsUser", user)
        .with("runAsGroup", user)
        .with("fsGroup", user)
        .with("seccompProfile", Body.of("type", "RuntimeDefault"))
        .map();
  }

  static Map<String, Object> container() {
    return Body.of("allowPrivilegeEscalation", false)
        .with("privileged", false)
        .with("readOnlyRootFilesystem", true)
        .with("runAsNonRoot", true)
        .with("capabilities", Body.of("drop", List.of("ALL")))
        .map();
  }
}
