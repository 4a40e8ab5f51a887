package io.freshet.ingestion.writer.sink;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.LogSource;
import io.freshet.core.tracing.TracingSettings;
import java.io.Serializable;
import java.util.List;

/** Everything that the parallel writers and the committer need to start. */
public record SinkPlan(
    List<StreamPlan> streams,
    WritePath path,
    Contract deadLetters,
    Contract commits,
    KafkaSettings kafka,
    RegistrySettings registry,
    LakeSettings lake,
    TracingSettings tracing)
    implements Serializable {
  public SinkPlan {
    streams = List.copyOf(streams);
  }

  /** Of a job that traces nothing. */
  public SinkPlan(
      List<StreamPlan> streams,
      WritePath path,
      Contract deadLetters,
      Contract commits,
      KafkaSettings kafka,
      RegistrySettings registry,
      LakeSettings lake) {
    this(streams, path, deadLetters, commits, kafka, registry, lake, TracingSettings.off());
  }

  /**
   * One stream of the pool.
   *
   * @param source the stream's topic, which its table's ledger numbers
   * @param deadLetterSource the number of the same topic in the dead-letter table's ledger
   * @param lost what retention has deleted and the table does not hold, in words
   * @param applied names the contract that the table had when the job began; empty where it told
   *     none
   * @param isParked whether the table could not be written to when the job began, so that nobody
   *     knows where to begin
   */
  public record StreamPlan(
      Contract contract,
      LogSource source,
      int deadLetterSource,
      List<String> lost,
      String applied,
      boolean isParked)
      implements Serializable {
    public StreamPlan {
      lost = List.copyOf(lost);
    }
  }
}
