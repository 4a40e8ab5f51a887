package io.freshet.local.airflow;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.engine.Engine;
import io.freshet.local.engine.Supervisor;
import io.freshet.local.engine.Surroundings;
import io.freshet.local.fetch.Commands;
import io.freshet.local.state.PlatformFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Airflow beside the platform, with the relay that tells it when days are complete. Not a part: it
 * costs a gigabyte and is started only when somebody wants it.
 */
public final class Airflow {
  /** The process that clients ask, and the port on which it answers. */
  public static final String API = "airflow";

  /** The one user, who may do everything. */
  public static final String USER = "freshet";

  static final String RELAY = "asset-relay";

  private final PlatformFile file;
  private final Surroundings here;
  private final Supervisor supervisor;
  private final AirflowEnvironment environment;

  public Airflow(PlatformFile file, Surroundings here) {
    this.file = file;
    this.here = here;
    this.supervisor = new Supervisor(file, here);
    this.environment = new AirflowEnvironment(here);
  }

  /** Its processes, in the order in which they are started. */
  public List<Engine> engines() {
    List<Engine> engines = new ArrayList<>();
    engines.add(new AirflowEngine(environment, API, "metadatabase", List.of("api-server")));
    engines.add(
        new AirflowEngine(
            environment,
            "airflow-scheduler",
            "scheduler",
            List.of("scheduler", "--skip-serve-logs")));
    engines.add(
        new AirflowEngine(
            environment, "airflow-dag-processor", "dag_processor", List.of("dag-processor")));
    engines.add(
        new AirflowEngine(
            environment,
            "airflow-triggerer",
            "triggerer",
            List.of("triggerer", "--skip-serve-logs")));
    engines.add(new RelayEngine(here));

    return List.copyOf(engines);
  }

  /**
   * Makes sure that whatever does not run has a free port, so that the profile can name the API's.
   *
   * @return whether the API has another address than it had, which its other processes must learn
   */
  public boolean chosePorts() {
    boolean moved = false;
    for (Engine engine : engines()) {
      moved |= supervisor.chosePorts(engine) && engine.name().equals(API);
    }

    return moved;
  }

  /** Returns when all of its processes answer; needs Postgres, Kafka and the registry. */
  public void start() {
    List<Engine> engines = engines();
    if (engines.stream().anyMatch(engine -> supervisor.running(engine).isEmpty())) {
      migrate();
    }
    engines.stream()
        .filter(engine -> supervisor.running(engine).isEmpty())
        .toList()
        .forEach(supervisor::start);
    engines.forEach(supervisor::await);
  }

  /** Whether it was started and not stopped, whatever has become of it. */
  public boolean isWanted() {
    return engines().stream()
        .anyMatch(
            engine ->
                file.read().part(engine.name()).isPresent()
                    || supervisor.running(engine).isPresent());
  }

  /** Brings the database to this version's tables and makes the pools that our DAGs use. */
  private void migrate() {
    here.progress().progress(API, "bringing its database up to date");
    try {
      environment.writeFiles();
      Commands.run(
          List.of(
              environment.python().python(),
              here.modules().project().resolve("orchestration/set_up.py").toString()),
          environment.home(),
          environment.variables(),
          line -> {});
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "Cannot prepare Airflow's database: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while preparing Airflow", e);
    }
  }
}
