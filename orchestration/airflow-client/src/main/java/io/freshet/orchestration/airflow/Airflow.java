package io.freshet.orchestration.airflow;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.orchestration.airflow.generated.api.BackfillApi;
import io.freshet.orchestration.airflow.generated.api.DagApi;
import io.freshet.orchestration.airflow.generated.api.DagRunApi;
import io.freshet.orchestration.airflow.generated.api.ImportErrorApi;
import io.freshet.orchestration.airflow.generated.api.TaskInstanceApi;
import io.freshet.orchestration.airflow.generated.model.BackfillPostBody;
import io.freshet.orchestration.airflow.generated.model.ClearTaskInstancesBody;
import io.freshet.orchestration.airflow.generated.model.DAGResponse;
import io.freshet.orchestration.airflow.generated.model.ImportErrorResponse;
import io.freshet.orchestration.airflow.generated.model.PatchTaskInstanceBody;
import io.freshet.orchestration.airflow.generated.model.TaskInstanceState;
import io.freshet.orchestration.airflow.generated.model.TriggerDAGRunPostBody;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What Freshet asks of Airflow about DAGs. Each method is one or two calls of the REST API and may
 * be repeated; a run that exists already is given back, not made again. Safe for threads.
 */
public final class Airflow {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int NOT_MAPPED = -1;

  /** Ids that begin with {@code backfill__} Airflow keeps for its own. */
  private static final String BACKFILL = "backfill-";

  private final Calls calls;
  private final DagApi dags;
  private final DagRunApi runs;
  private final TaskInstanceApi tasks;
  private final BackfillApi backfills;
  private final ImportErrorApi importErrors;

  private Airflow(Calls calls) {
    this.calls = calls;
    this.dags = new DagApi(calls.client());
    this.runs = new DagRunApi(calls.client());
    this.tasks = new TaskInstanceApi(calls.client());
    this.backfills = new BackfillApi(calls.client());
    this.importErrors = new ImportErrorApi(calls.client());
  }

  /** Asks nothing yet. */
  public static Airflow at(AirflowSettings settings) {
    return new Airflow(new Calls(settings));
  }

  /** The DAGs that Airflow has read, in the order of their names. */
  public List<Dag> dags() {
    return calls
        .all(
            "list DAGs",
            (limit, offset) ->
                dags.getDags(
                        DagApi.APIGetDagsRequest.newBuilder().limit(limit).offset(offset).build())
                    .getDags())
        .stream()
        .map(Dag::of)
        .toList();
  }

  /** Files that Airflow could not read, each with the last line of its trace. */
  public Map<String, String> importErrors() {
    return calls
        .all(
            "list files that can't be read",
            (limit, offset) ->
                importErrors
                    .getImportErrors(
                        ImportErrorApi.APIGetImportErrorsRequest.newBuilder()
                            .limit(limit)
                            .offset(offset)
                            .build())
                    .getImportErrors())
        .stream()
        .collect(
            Collectors.toMap(
                ImportErrorResponse::getFilename,
                error -> lastLine(error.getStackTrace()),
                (one, other) -> one));
  }

  public Dag dag(String id) {
    try {
      DAGResponse dag =
          calls.ask(
              "find DAG " + id,
              () -> dags.getDag(DagApi.APIGetDagRequest.newBuilder().dagId(id).build()));
      if (dag.getIsStale()) { // its file is gone
        throw unknown(id);
      }

      return Dag.of(dag);
    } catch (FreshetException e) {
      throw Calls.isAnswered(e, HttpURLConnection.HTTP_NOT_FOUND) ? unknown(id) : e;
    }
  }

  /** Starts a run of a DAG that needs no day. */
  public DagRun trigger(String dag) {
    Dag known = dag(dag);
    if (known.daily()) {
      throw new FreshetException(
          Fault.CALLER,
          "Each run of %s computes one day; say which, such as --day 2008-05-19".formatted(dag));
    }

    return start(dag, new TriggerDAGRunPostBody());
  }

  /** The run of that day under that id; started now unless it exists already. */
  public DagRun trigger(String dag, LocalDate day, String runId) {
    Dag known = dag(dag);
    if (!known.daily()) {
      throw new FreshetException(Fault.CALLER, "%s takes no day; leave --day out".formatted(dag));
    }
    try {
      return start(dag, new TriggerDAGRunPostBody().dagRunId(runId).partitionKey(day.toString()));
    } catch (FreshetException e) {
      return existing(dag, runId, e);
    }
  }

  private DagRun start(String dag, TriggerDAGRunPostBody body) {
    return calls.ask(
        "start a run of " + dag,
        () ->
            DagRun.of(
                runs.triggerDagRun(
                    DagRunApi.APITriggerDagRunRequest.newBuilder()
                        .dagId(dag)
                        .triggerDAGRunPostBody(body)
                        .build())));
  }

  private DagRun existing(String dag, String runId, FreshetException failure) {
    if (Calls.isAnswered(failure, HttpURLConnection.HTTP_CONFLICT)) {
      return run(dag, runId);
    }
    throw failure;
  }

  /**
   * Runs a DAG for each day of a stretch, the last one included, oldest first. Days that were asked
   * for before are not run again.
   *
   * @return the runs that were started; none for a DAG of the clock, whose backfill Airflow itself
   *     carries out
   */
  public List<DagRun> backfill(String dag, LocalDate from, LocalDate to) {
    if (to.isBefore(from)) {
      throw new FreshetException(
          Fault.CALLER, "%s is before %s; name the earlier day first".formatted(to, from));
    }
    Dag known = dag(dag);
    if (known.daily()) {
      return from.datesUntil(to.plusDays(1)).map(day -> trigger(dag, day, BACKFILL + day)).toList();
    }
    if (!known.clocked()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has neither days nor a clock, so there is nothing to run it for; trigger it instead"
              .formatted(dag));
    }
    calls.ask(
        "backfill " + dag,
        () ->
            backfills.createBackfill(
                BackfillApi.APICreateBackfillRequest.newBuilder()
                    .backfillPostBody(
                        new BackfillPostBody()
                            .dagId(dag)
                            .fromDate(from.atStartOfDay().atOffset(ZoneOffset.UTC))
                            .toDate(to.plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC))
                            .maxActiveRuns(1))
                    .build()));

    return List.of();
  }

  /** The newest runs of a DAG, newest first. */
  public List<DagRun> runs(String dag, int limit) {
    dag(dag);

    return calls
        .first(
            "list runs of " + dag,
            limit,
            (page, offset) ->
                runs.getDagRuns(
                        DagRunApi.APIGetDagRunsRequest.newBuilder()
                            .dagId(dag)
                            .limit(page)
                            .offset(offset)
                            .orderBy(List.of("-run_after", "-id"))
                            .build())
                    .getDagRuns())
        .stream()
        .map(DagRun::of)
        .toList();
  }

  public DagRun run(String dag, String id) {
    return calls.ask(
        "find run %s of %s".formatted(id, dag),
        () ->
            DagRun.of(
                runs.getDagRun(
                    DagRunApi.APIGetDagRunRequest.newBuilder().dagId(dag).dagRunId(id).build())));
  }

  /** Returns when the run has ended, well or not. */
  public DagRun await(DagRun run, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    DagRun now = run(run.dag(), run.id());
    while (!now.state().isFinal()) {
      if (System.nanoTime() > deadline) {
        throw new FreshetException(
            Fault.DEPENDENCY,
            "Run %s of %s is still %s after %d s; look again with ./freshet airflow runs %s"
                .formatted(run.id(), run.dag(), now.state(), patience.toSeconds(), run.dag()));
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new FreshetException(
            Fault.CALLER, "Interrupted while waiting for %s; the run goes on".formatted(run.id()));
      }
      LockSupport.parkNanos(POLL_NANOS);
      now = run(run.dag(), run.id());
    }

    return now;
  }

  public List<TaskRun> tasks(DagRun run) {
    return calls
        .all(
            "list tasks of " + run.id(),
            (limit, offset) ->
                tasks
                    .getTaskInstances(
                        TaskInstanceApi.APIGetTaskInstancesRequest.newBuilder()
                            .dagId(run.dag())
                            .dagRunId(run.id())
                            .limit(limit)
                            .offset(offset)
                            .orderBy(List.of("id"))
                            .build())
                    .getTaskInstances())
        .stream()
        .map(TaskRun::of)
        .toList();
  }

  /** What a task has written, attempt by attempt from the first, as plain lines. */
  public List<String> log(DagRun run, TaskRun task, int attempt) {
    return calls.ask(
        "read the log of " + task.task(),
        () ->
            LogLines.of(
                tasks
                    .getLog(
                        TaskInstanceApi.APIGetLogRequest.newBuilder()
                            .dagId(run.dag())
                            .dagRunId(run.id())
                            .taskId(task.task())
                            .tryNumber(attempt)
                            .mapIndex(NOT_MAPPED)
                            .fullContent(true)
                            .accept("application/json")
                            .build())
                    .getContent()));
  }

  /** Makes a task run again, ending the attempt that is under way. */
  public void clear(DagRun run, String task) {
    calls.ask(
        "clear %s of %s".formatted(task, run.id()),
        () ->
            tasks.postClearTaskInstances(
                TaskInstanceApi.APIPostClearTaskInstancesRequest.newBuilder()
                    .dagId(run.dag())
                    .clearTaskInstancesBody(
                        new ClearTaskInstancesBody()
                            .dagRunId(run.id())
                            .taskIds(List.of(task))
                            .dryRun(false)
                            .onlyFailed(false)
                            .resetDagRuns(true))
                    .build()));
  }

  /** Ends a task as failed, without another attempt. */
  public void fail(DagRun run, String task) {
    calls.ask(
        "fail %s of %s".formatted(task, run.id()),
        () ->
            tasks.patchTaskInstance(
                TaskInstanceApi.APIPatchTaskInstanceRequest.newBuilder()
                    .dagId(run.dag())
                    .dagRunId(run.id())
                    .taskId(task)
                    .patchTaskInstanceBody(
                        new PatchTaskInstanceBody().newState(TaskInstanceState.FAILED))
                    .updateMask(List.of("new_state"))
                    .build()));
  }

  private FreshetException unknown(String id) {
    List<String> known = dags().stream().map(Dag::id).toList();
    Map<String, String> broken = importErrors();
    String hint = known.isEmpty() ? "; it has read no DAG yet" : NearestName.hint(id, known);

    return new FreshetException(
        Fault.CALLER,
        "Airflow knows no DAG %s%s%s".formatted(id, hint, broken.isEmpty() ? "" : broken(broken)));
  }

  private static String broken(Map<String, String> errors) {
    return errors.entrySet().stream()
        .map(error -> "\nIt can't read %s: %s".formatted(error.getKey(), error.getValue()))
        .collect(Collectors.joining());
  }

  private static String lastLine(String trace) {
    return trace == null ? "" : trace.strip().lines().reduce("", (before, line) -> line);
  }
}
