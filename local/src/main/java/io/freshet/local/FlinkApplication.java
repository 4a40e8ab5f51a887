package io.freshet.local;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A Flink job with a cluster of its own: one JobManager and one TaskManager, each a process.
 *
 * @param name for processes, logs and checkpoints: {@code writer}
 * @param module the folder of the module that holds the job
 * @param taskManagerMegabytes for heap, network and managed memory together
 * @param options of Flink, over what the platform sets
 */
public record FlinkApplication(
    String name,
    String module,
    String mainClass,
    List<String> arguments,
    int slots,
    int taskManagerMegabytes,
    Map<String, String> options) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final int LEAST_MEGABYTES = 384;

  public FlinkApplication {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidSettingException(
          "An application's name", name, "lower-case letters, digits and hyphens");
    }
    if (slots < 1) {
      throw new InvalidSettingException(name + "'s slots", slots, "at least 1");
    }
    if (taskManagerMegabytes < LEAST_MEGABYTES) {
      throw new InvalidSettingException(
          name + "'s memory", taskManagerMegabytes + " MB", "at least " + LEAST_MEGABYTES + " MB");
    }
    arguments = List.copyOf(arguments);
    options = new TreeMap<>(options);
  }

  public FlinkApplication(
      String name,
      String module,
      String mainClass,
      List<String> arguments,
      int slots,
      int taskManagerMegabytes) {
    this(name, module, mainClass, arguments, slots, taskManagerMegabytes, Map.of());
  }

  /** The same job with one of Flink's options set. */
  public FlinkApplication with(String option, String value) {
    Map<String, String> more = new TreeMap<>(options);
    more.put(option, value);

    return new FlinkApplication(
        name, module, mainClass, arguments, slots, taskManagerMegabytes, more);
  }

  /** The same job with a TaskManager of another size. */
  public FlinkApplication withMegabytes(int megabytes) {
    return new FlinkApplication(name, module, mainClass, arguments, slots, megabytes, options);
  }

  public String jobManager() {
    return name + "-jobmanager";
  }

  public String taskManager() {
    return name + "-taskmanager";
  }
}
