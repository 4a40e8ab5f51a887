package io.freshet.serving.eta;

import static java.util.stream.Collectors.toMap;

import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as its application defines it, on Flink's local cluster. */
final class StreamedJob implements AutoCloseable {
  private final JobClient client;

  private StreamedJob(JobClient client) {
    this.client = client;
  }

  /** Where such a job, and the commands beside it, find what it reads. */
  static Map<String, String> inputs(Settings platform) {
    return Stream.of("kafka.bootstrap", "registry.url", "contracts.path")
        .collect(toMap(key -> key, platform::text));
  }

  static StreamedJob start(Path profile, Path checkpoints) throws Exception {
    EtaSettings settings =
        Settings.load(profile, Map.of(), Map.of()).read(EtaSettings::from, List.of("eta."));
    Configuration configuration = EtaApplication.configuration(settings.execution());
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(128));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
    new EtaApplication(settings).define(environment);

    return new StreamedJob(environment.executeAsync("eta"));
  }

  @Override
  public void close() throws Exception {
    client.cancel().get(Duration.ofSeconds(30).toSeconds(), TimeUnit.SECONDS);
  }
}
