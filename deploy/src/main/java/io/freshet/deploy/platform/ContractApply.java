package io.freshet.deploy.platform;

import io.freshet.core.toolkit.Fault;
import io.freshet.deploy.manifest.Body;
import io.freshet.deploy.manifest.Manifests;
import io.freshet.deploy.manifest.Resource;
import java.util.List;
import java.util.Map;

/**
 * The job that has {@code contract apply} make tables, subjects, views and topics follow the
 * contracts, before applications meet them. It is named by all that it is made of: other contracts,
 * settings or another version are another job, and the same ones are applied once. Applying them
 * again changes nothing, so a controller may run it as often as it likes.
 */
final class ContractApply {
  static final String NAME = "contract-apply";

  /** After contracts, settings and users, where one applies a folder in the order of its names. */
  private static final String FOLDER = "tables";

  private static final int ATTEMPTS = 6;
  private static final int SECONDS = 1800;

  /** Who is at fault decides whether another attempt helps. */
  private static final List<Integer> FOR_GOOD =
      List.of(Fault.OURS.exitCode(), Fault.CALLER.exitCode());

  /** No {@code s3.}: files of tables are none of its business, and the catalog writes metadata. */
  static final Workload WORKLOAD =
      new Workload(NAME, Workload.Kind.SERVERS, List.of("kafka.", "registry.", "catalog.", "log."));

  private final Surroundings here;

  ContractApply(Surroundings here) {
    this.here = here;
  }

  List<Workload> workloads() {
    return List.of(WORKLOAD);
  }

  List<Resource> resources() {
    here.requireSecrets(NAME, List.of("catalog.token"));
    Map<String, Object> spec = spec().map();
    String name = "%s-%s".formatted(NAME, Surroundings.digest(Manifests.text(spec)));

    return List.of(
        CommandPod.audit(here),
        Accounts.withoutRights(here, FOLDER, NAME),
        Resource.of(FOLDER, "batch/v1", "Job", here.metadata(name, NAME), "spec", spec));
  }

  private Body spec() {
    return Body.of("backoffLimit", ATTEMPTS)
        .with("activeDeadlineSeconds", SECONDS)
        .with("podFailurePolicy", Body.of("rules", List.of(failsForGood(), isMovedAway())))
        .with("template", pod());
  }

  /** A contract that is refused is refused the next time, too. */
  private static Map<String, Object> failsForGood() {
    return Body.of("action", "FailJob")
        .with(
            "onExitCodes",
            Body.of("containerName", NAME).with("operator", "In").with("values", FOR_GOOD))
        .map();
  }

  /** Whose machine goes has not failed. */
  private static Map<String, Object> isMovedAway() {
    return Body.of("action", "Ignore")
        .with(
            "onPodConditions",
            List.of(Body.of("type", "DisruptionTarget").with("status", "True").map()))
        .map();
  }

  /** A pod may still find the contracts of before; it then waits for the next attempt. */
  private Body pod() {
    return new CommandPod(here, WORKLOAD, here.contracts().all())
        .running(List.of("contract", "apply", "--digest", here.contracts().digest()));
  }
}
