package io.freshet.bench.alerts;

import io.freshet.bench.Stage;
import io.freshet.core.contract.freshness.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A process of the platform that sleeps, or is killed and stays away. */
record ProcessFault(Stage stage, Kind kind) implements StalenessFault {
  /** What is done to it. */
  enum Way {
    ASLEEP,
    KILLED
  }

  /**
   * Known before there is a platform.
   *
   * @param process as the platform calls it
   * @param hop where events wait meanwhile
   */
  record Kind(String process, Way way, Hop hop) {
    String name() {
      return process + "-" + way.name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Of every process on the way of an event into its table. Without the object store events wait in
   * the writer, but the catalog can't load a table either: what can be told is that catalog and
   * store do not answer, which is {@code commit}. Postgres is only killed: what sleeps is its first
   * process alone, and those that serve the catalog's connections go on.
   */
  static List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (Way way : Way.values()) {
      kinds.add(new Kind("writer-taskmanager", way, Hop.FLINK));
      kinds.add(new Kind("writer-jobmanager", way, Hop.FLINK));
      kinds.add(new Kind("s3", way, Hop.COMMIT));
      kinds.add(new Kind("kafka", way, Hop.KAFKA));
      kinds.add(new Kind("catalog", way, Hop.COMMIT));
    }
    kinds.add(new Kind("postgres", Way.KILLED, Hop.COMMIT));

    return List.copyOf(kinds);
  }

  @Override
  public String name() {
    return kind.name();
  }

  @Override
  public Hop hop() {
    return kind.hop();
  }

  @Override
  public void begin() {
    switch (kind.way()) {
      case ASLEEP -> stage.platform().pause(kind.process());
      case KILLED -> stage.platform().kill(kind.process());
    }
  }

  @Override
  public void end() {
    if (kind.way() == Way.ASLEEP) {
      stage.platform().resume(kind.process());
    }
    Healing.of(stage, Injector.PATIENCE).untilAllAnswers();
  }
}
