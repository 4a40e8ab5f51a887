package io.freshet.deploy.platform;

import io.freshet.core.contract.Contract;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A pod that runs one command of ours and ends. What it did stands in the audit log of all of them,
 * on a volume that outlives it.
 */
final class CommandPod {
  static final String AUDIT_CLAIM = "freshet-audit";

  private static final String FOLDER = "audit";
  private static final String AUDIT = "/var/freshet/audit";

  private final Surroundings here;
  private final Workload workload;
  private final List<Map<String, Object>> volumes = new ArrayList<>();
  private final List<Map<String, Object>> mounts = new ArrayList<>();

  CommandPod(Surroundings here, Workload workload, List<Contract> contracts) {
    this.here = here;
    this.workload = workload;
    volumes.addAll(here.volumes(contracts, workload));
    volumes.add(Surroundings.emptyDir("tmp"));
    volumes.add(claim("audit", AUDIT_CLAIM));
    mounts.addAll(here.mounts(workload));
    mounts.add(Surroundings.mount("tmp", "/tmp"));
    mounts.add(Surroundings.mount("audit", AUDIT));
  }

  /** Where they note what they do, whichever of them runs. */
  static Resource audit(Surroundings here) {
    Body spec =
        Body.of("accessModes", List.of("ReadWriteMany"))
            .with("storageClassName", here.values().store().sharedClass())
            .with("resources", Body.of("requests", Body.of("storage", "1Gi").map()));

    return Resource.of(
        FOLDER, "v1", "PersistentVolumeClaim", here.metadata(AUDIT_CLAIM), "spec", spec.map());
  }

  /** The same with a claim that it reads. */
  CommandPod reading(String volume, String claim, String path) {
    volumes.add(claim(volume, claim));
    mounts.add(Surroundings.readOnlyMount(volume, path));

    return this;
  }

  private static Map<String, Object> claim(String volume, String claim) {
    return Body.of("name", volume).with("persistentVolumeClaim", Body.of("claimName", claim)).map();
  }

  /**
   * As a template of whoever starts it.
   *
   * @param command its words
   */
  Body running(List<String> command) {
    return Body.of(
            "metadata",
            Body.of("labels", Body.of("app.kubernetes.io/component", workload.name()))
                .with(
                    "annotations",
                    Body.of(Surroundings.SETTINGS_ANNOTATION, here.settingsDigest())))
        .with(
            "spec",
            Body.of("serviceAccountName", workload.name())
                .with("automountServiceAccountToken", false)
                .with("securityContext", Safety.pod(Safety.USER))
                .with("restartPolicy", "Never")
                .with("containers", List.of(container(command)))
                .with("volumes", volumes));
  }

  private Map<String, Object> container(List<String> command) {
    List<Map<String, Object>> variables = new ArrayList<>(here.environment(workload));
    variables.add(variable("FRESHET_AUDIT_PATH", AUDIT + "/commands.ndjson"));
    // Its user has a number and no name, by which the log would say who.
    variables.add(variable("JDK_JAVA_OPTIONS", "-Duser.name=" + workload.name()));
    Body amount = Body.of("cpu", "1").with("memory", "1Gi");

    return Body.of("name", workload.name())
        .with("image", here.values().images().of("cli"))
        .with("imagePullPolicy", "IfNotPresent")
        .with("args", command)
        .with("env", variables)
        .with("resources", Body.of("requests", amount.map()).with("limits", amount.map()))
        // What it ends with says why, to whoever looks at the pod.
        .with("terminationMessagePolicy", "FallbackToLogsOnError")
        .with("securityContext", Safety.container())
        .with("volumeMounts", mounts)
        .map();
  }

  private static Map<String, Object> variable(String name, String value) {
    return Body.of("name", name).with("value", value).map();
  }
}
