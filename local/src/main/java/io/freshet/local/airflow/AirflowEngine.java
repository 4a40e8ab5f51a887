package io.freshet.local.airflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.Probe;
import io.freshet.local.process.Launch;
import io.freshet.local.process.RunningProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of Airflow's processes. All of them report to the database that the API asks. */
final class AirflowEngine implements Engine {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AirflowEnvironment environment;
  private final String name;
  private final String component;
  private final List<String> arguments;

  /**
   * @param component what the API calls it when asked how it is
   * @param arguments of the command {@code airflow}
   */
  AirflowEngine(
      AirflowEnvironment environment, String name, String component, List<String> arguments) {
    this.environment = environment;
    this.name = name;
    this.component = component;
    this.arguments = List.copyOf(arguments);
  }

  @Override
  public String name() {
    return name;
  }

  /** Only the API listens. */
  @Override
  public List<String> ports() {
    return name.equals(Airflow.API) ? List.of(name) : List.of();
  }

  @Override
  public Duration deadline() {
    return Duration.ofMinutes(5);
  }

  @Override
  public Launch prepare() throws IOException {
    environment.writeFiles();
    List<String> command = new ArrayList<>();
    command.add(environment.python().program("airflow"));
    command.addAll(arguments);

    return new Launch(command, environment.variables(), environment.home());
  }

  @Override
  public boolean answers() {
    return Probe.get(environment.url() + "/api/v2/monitor/health")
        .filter(answer -> isHealthy(answer.body()))
        .isPresent();
  }

  /**
   * The scheduler waits for its tasks when it is asked to end, and they would outlive it when it is
   * made to: they end with it, and their jobs with them.
   */
  @Override
  public void stop(RunningProcess process) {
    List<ProcessHandle> children =
        ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::descendants).toList();
    process.stop(PATIENCE);
    children.forEach(ProcessHandle::destroy);
    children.forEach(AirflowEngine::awaitEnd);
  }

  private static void awaitEnd(ProcessHandle child) {
    try {
      child.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      child.destroyForcibly();
    } catch (ExecutionException | TimeoutException e) {
      child.destroyForcibly();
    }
  }

  private boolean isHealthy(String body) {
    try {
      JsonNode status = JSON.readTree(body).path(component).path("status");

      return status.asText().equals("healthy");
    } catch (JsonProcessingException notYet) {
      return false;
    }
  }
}
