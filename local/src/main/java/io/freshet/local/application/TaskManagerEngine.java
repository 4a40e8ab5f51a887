package io.freshet.local.application;

import io.freshet.local.engine.Engine;
import io.freshet.local.engine.JavaCommand;
import io.freshet.local.process.Launch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The TaskManager of one application: its slots, where the records go through. */
final class TaskManagerEngine implements Engine {
  private final FlinkCluster cluster;

  TaskManagerEngine(FlinkCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String name() {
    return cluster.application().taskManager();
  }

  /** Others at each start, which only the JobManager need know. */
  @Override
  public List<String> ports() {
    return List.of();
  }

  /** The job runs only when both processes are up and its state is read. */
  @Override
  public Duration deadline() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Launch prepare() throws IOException {
    cluster.writeConfiguration();
    TaskManagerMemory memory = cluster.memory();
    List<String> command =
        cluster
            .java(memory.heap() + "m", "env.java.opts.taskmanager", compilersAndCollector())
            .options("-XX:MaxDirectMemorySize=" + memory.direct() + "m")
            .options("-XX:MaxMetaspaceSize=" + TaskManagerMemory.METASPACE + "m")
            .main(
                cluster.classPath(),
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                "--configDir",
                cluster.configurationFolder().toString());

    return new Launch(command, cluster.environment(), cluster.folder());
  }

  private String compilersAndCollector() {
    return cluster.here().settings().shortLived()
        ? "-XX:+UseSerialGC " + JavaCommand.QUICK_TO_COMPILE
        : "-XX:+UseG1GC";
  }

  /** It serves when the JobManager counts its slots. */
  @Override
  public boolean answers() {
    return cluster.rest().taskManagers() > 0;
  }
}
