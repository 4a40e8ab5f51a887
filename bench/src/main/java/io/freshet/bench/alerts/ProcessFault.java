package io.freshet.bench.alerts;

import io.freshet.bench.Stage;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.local.FlinkApplication;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process of the platform that sleeps, or is killed and stays away. */
record ProcessFault(Stage stage, String process, Way way, Hop hop) implements StalenessFault {
  /** What is done to it. */
  enum Way {
    ASLEEP,
    KILLED
  }

  /**
   * All, of every process on the way of an event into its table. Without the object store a writer
   * can neither write its files nor its checkpoint, so events wait in it.
   */
  static List<StalenessFault> all(Stage stage, FlinkApplication writer) {
    List<StalenessFault> faults = new ArrayList<>();
    for (Way way : Way.values()) {
      faults.add(new ProcessFault(stage, writer.taskManager(), way, Hop.FLINK));
      faults.add(new ProcessFault(stage, writer.jobManager(), way, Hop.FLINK));
      faults.add(new ProcessFault(stage, "s3", way, Hop.FLINK));
      faults.add(new ProcessFault(stage, "kafka", way, Hop.KAFKA));
      faults.add(new ProcessFault(stage, "catalog", way, Hop.COMMIT));
      faults.add(new ProcessFault(stage, "postgres", way, Hop.COMMIT));
    }

    return List.copyOf(faults);
  }

  @Override
  public String name() {
    return process + "-" + way.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public void begin() {
    switch (way) {
      case ASLEEP -> stage.platform().pause(process);
      case KILLED -> stage.platform().kill(process);
    }
  }

  @Override
  public void end() {
    if (way == Way.ASLEEP) {
      stage.platform().resume(process);
    }
    stage.platform().heal(stage.progress());
  }
}
