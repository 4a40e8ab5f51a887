package io.freshet.local.application;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.engine.Engine;
import io.freshet.local.process.Launch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JobManager of one application: runs the job's main method and goes on from its state. */
final class JobManagerEngine implements Engine {
  private static final String HEAP = "384m";

  private final FlinkCluster cluster;

  JobManagerEngine(FlinkCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return cluster.application().jobManager();
  }

  @Override
  public List<String> ports() {
    return List.of(cluster.restPort(), cluster.rpcPort(), cluster.blobPort());
  }

  /** The job runs only when both processes are up and its state is read. */
  @Override
  public Duration deadline() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Launch prepare() throws IOException {
    cluster.writeConfiguration();
    List<String> arguments = new ArrayList<>();
    arguments.add(cluster.configurationFolder().toString());
    arguments.addAll(List.of("--job-id", cluster.submitted().jobId()));
    arguments.addAll(List.of("--job-classname", cluster.application().mainClass()));
    arguments.addAll(cluster.application().arguments());

    return new Launch(
        cluster
            // It only coordinates: what a second compiler gains it does not spare.
            .java(HEAP, "env.java.opts.jobmanager", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
            .main(
                cluster.classPath(),
                "io.freshet.local.flink.JobManager",
                arguments.toArray(String[]::new)),
        environment(),
        cluster.folder());
  }

  @Override
  public boolean answers() {
    FlinkRest rest = cluster.rest();
    refuseFailed(cluster.application().name(), rest);

    return rest.isServing();
  }

  /**
   * @throws FreshetException when the job has ended without success, with Flink's reason
   */
  static void refuseFailed(String name, FlinkRest rest) {
    if (rest.jobState().filter(JobManagerEngine::isFailed).isPresent()) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "%s has failed: %s".formatted(name, rest.failure().orElse("Flink gave no reason")));
    }
  }

  static boolean isFailed(String jobState) {
    return jobState.equals("FAILED") || jobState.equals("CANCELED");
  }

  private Map<String, String> environment() {
    SubmittedApplication submitted = cluster.submitted();
    Map<String, String> environment = cluster.environment();
    environment.put("FRESHET_FLINK_STATE", cluster.state());
    environment.put("FRESHET_FLINK_RESTORE_FROM", submitted.restoreFrom());
    environment.put("FRESHET_FLINK_RESTORE_SINCE", submitted.restoreSince().toString());

    return environment;
  }
}
