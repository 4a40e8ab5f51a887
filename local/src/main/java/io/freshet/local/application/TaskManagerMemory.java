package io.freshet.local.application;

import io.freshet.local.FlinkApplication;
import java.util.Map;

/**
 * How a TaskManager's memory is split, in megabytes. Flink's start scripts compute this; we start
 * the process without them, and Flink then wants every part stated.
 */
record TaskManagerMemory(int heap, int managed) {
  private static final int NETWORK = 64;
  private static final int FRAMEWORK_HEAP = 64;
  private static final int FRAMEWORK_OFF_HEAP = 64;
  // Kafka's and S3's clients read into direct buffers.
  private static final int TASK_OFF_HEAP = 64;
  static final int METASPACE = 256;
  private static final int OVERHEAD = 128;
  private static final int LEAST_MANAGED = 16;
  private static final int ROCKSDB_SHARE = 4;

  static TaskManagerMemory of(FlinkApplication application) {
    int total = application.taskManagerMegabytes();
    boolean usesRocksDb = "rocksdb".equals(application.options().get("state.backend.type"));
    int managed = usesRocksDb ? total / ROCKSDB_SHARE : LEAST_MANAGED;

    return new TaskManagerMemory(
        total - managed - NETWORK - FRAMEWORK_OFF_HEAP - TASK_OFF_HEAP, managed);
  }

  int direct() {
    return NETWORK + FRAMEWORK_OFF_HEAP + TASK_OFF_HEAP;
  }

  void addTo(Map<String, Object> configuration) {
    configuration.put("taskmanager.cpu.cores", 1.0);
    configuration.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP + "m");
    configuration.put("taskmanager.memory.framework.off-heap.size", FRAMEWORK_OFF_HEAP + "m");
    configuration.put("taskmanager.memory.task.heap.size", heap - FRAMEWORK_HEAP + "m");
    configuration.put("taskmanager.memory.task.off-heap.size", TASK_OFF_HEAP + "m");
    configuration.put("taskmanager.memory.network.min", NETWORK + "m");
    configuration.put("taskmanager.memory.network.max", NETWORK + "m");
    configuration.put("taskmanager.memory.managed.size", managed + "m");
    configuration.put("taskmanager.memory.jvm-metaspace.size", METASPACE + "m");
    configuration.put("taskmanager.memory.jvm-overhead.min", OVERHEAD + "m");
    configuration.put("taskmanager.memory.jvm-overhead.max", OVERHEAD + "m");
  }
}
