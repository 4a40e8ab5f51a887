package io.freshet.orchestration.airflow;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.NearestName;
import io.freshet.orchestration.airflow.generated.ApiClient;
import io.freshet.orchestration.airflow.generated.ApiException;
import io.freshet.orchestration.airflow.generated.api.AssetApi;
import io.freshet.orchestration.airflow.generated.api.BackfillApi;
import io.freshet.orchestration.airflow.generated.api.DagApi;
import io.freshet.orchestration.airflow.generated.api.DagRunApi;
import io.freshet.orchestration.airflow.generated.api.ImportErrorApi;
import io.freshet.orchestration.airflow.generated.api.TaskInstanceApi;
import io.freshet.orchestration.airflow.generated.model.AssetEventResponse;
import io.freshet.orchestration.airflow.generated.model.BackfillPostBody;
import io.freshet.orchestration.airflow.generated.model.ClearTaskInstancesBody;
import io.freshet.orchestration.airflow.generated.model.CreateAssetEventsBody;
import io.freshet.orchestration.airflow.generated.model.DAGPatchBody;
import io.freshet.orchestration.airflow.generated.model.ImportErrorResponse;
import io.freshet.orchestration.airflow.generated.model.PatchTaskInstanceBody;
import io.freshet.orchestration.airflow.generated.model.TaskInstanceState;
import io.freshet.orchestration.airflow.generated.model.TriggerDAGRunPostBody;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What Freshet asks of Airflow. Each method is one or two calls of the REST API and may be
 * repeated; a run that exists already is given back, not made again. Safe for threads.
 */
public final class Airflow {
  private static final int PAGE = 100;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final AirflowSettings settings;
  private final Tokens tokens;
  private final DagApi dags;
  private final DagRunApi runs;
  private final TaskInstanceApi tasks;
  private final AssetApi assets;
  private final BackfillApi backfills;
  private final ImportErrorApi importErrors;

  private Airflow(AirflowSettings settings) {
    this.settings = settings;
    // uvicorn loses the body of a request that asks for HTTP/2 on the way
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout());
    this.tokens = new Tokens(settings, http.build());
    ApiClient client = new ApiClient();
    client.setHttpClientBuilder(http);
    client.updateBaseUri(settings.url().toString());
    client.setReadTimeout(settings.timeout());
    client.setRequestInterceptor(
        request -> request.setHeader("Authorization", "Bearer " + tokens.token()));
    this.dags = new DagApi(client);
    this.runs = new DagRunApi(client);
    this.tasks = new TaskInstanceApi(client);
    this.assets = new AssetApi(client);
    this.backfills = new BackfillApi(client);
    this.importErrors = new ImportErrorApi(client);
  }

  /** Asks nothing yet. */
  public static Airflow at(AirflowSettings settings) {
    return new Airflow(settings);
  }

  /** The DAGs that Airflow has read, in the order of their names. */
  public List<Dag> dags() {
    return ask(
        "list DAGs",
        () ->
            dags
                .getDags(DagApi.APIGetDagsRequest.newBuilder().limit(PAGE).build())
                .getDags()
                .stream()
                .map(Dag::of)
                .toList());
  }

  /** Files that Airflow could not read, each with the last line of its trace. */
  public Map<String, String> importErrors() {
    return ask(
        "list files that can't be read",
        () ->
            importErrors
                .getImportErrors(
                    ImportErrorApi.APIGetImportErrorsRequest.newBuilder().limit(PAGE).build())
                .getImportErrors()
                .stream()
                .collect(
                    Collectors.toMap(
                        ImportErrorResponse::getFilename,
                        error -> lastLine(error.getStackTrace()),
                        (one, other) -> one)));
  }

  public Dag dag(String id) {
    return dags().stream()
        .filter(dag -> dag.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id));
  }

  public void unpause(String dag) {
    Dag known = dag(dag);
    if (known.paused()) {
      ask(
          "unpause " + dag,
          () ->
              dags.patchDag(
                  DagApi.APIPatchDagRequest.newBuilder()
                      .dagId(dag)
                      .daGPatchBody(new DAGPatchBody().isPaused(false))
                      .build()));
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
    return ask(
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
    if (failure.getCause() instanceof ApiException cause
        && cause.getCode() == HttpURLConnection.HTTP_CONFLICT) {
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
      return from.datesUntil(to.plusDays(1))
          .map(day -> trigger(dag, day, "backfill__" + day))
          .toList();
    }
    if (!known.clocked()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s has neither days nor a clock, so there is nothing to run it for; trigger it instead"
              .formatted(dag));
    }
    ask(
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

    return ask(
        "list runs of " + dag,
        () ->
            runs
                .getDagRuns(
                    DagRunApi.APIGetDagRunsRequest.newBuilder()
                        .dagId(dag)
                        .limit(Math.min(limit, PAGE))
                        .orderBy(List.of("-run_after"))
                        .build())
                .getDagRuns()
                .stream()
                .map(DagRun::of)
                .toList());
  }

  public DagRun run(String dag, String id) {
    return ask(
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
    return ask(
        "list tasks of " + run.id(),
        () ->
            tasks
                .getTaskInstances(
                    TaskInstanceApi.APIGetTaskInstancesRequest.newBuilder()
                        .dagId(run.dag())
                        .dagRunId(run.id())
                        .limit(PAGE)
                        .build())
                .getTaskInstances()
                .stream()
                .map(TaskRun::of)
                .toList());
  }

  /** What a task has written, attempt by attempt from the first, as plain lines. */
  public List<String> log(DagRun run, TaskRun task, int attempt) {
    return ask(
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
                            .mapIndex(-1)
                            .fullContent(true)
                            .accept("application/json")
                            .build())
                    .getContent()));
  }

  /** Makes a task run again, ending the attempt that is under way. */
  public void clear(DagRun run, String task) {
    ask(
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
    ask(
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

  /** The assets that some DAG waits for or fills. */
  public List<Asset> assets() {
    return ask(
        "list assets",
        () ->
            assets
                .getAssets(
                    AssetApi.APIGetAssetsRequest.newBuilder().limit(PAGE).onlyActive(true).build())
                .getAssets()
                .stream()
                .map(Asset::of)
                .toList());
  }

  /** The days of which an asset was ever announced complete. */
  public Set<String> announcedDays(Asset asset) {
    Set<String> days = new HashSet<>();
    List<AssetEventResponse> page;
    int seen = 0;
    do {
      page = events(asset, seen);
      page.stream()
          .map(AssetEventResponse::getPartitionKey)
          .flatMap(key -> Optional.ofNullable(key).stream())
          .forEach(days::add);
      seen += page.size();
    } while (page.size() == PAGE);

    return days;
  }

  private List<AssetEventResponse> events(Asset asset, int offset) {
    return ask(
        "list events of " + asset.name(),
        () ->
            assets
                .getAssetEvents(
                    AssetApi.APIGetAssetEventsRequest.newBuilder()
                        .assetId(asset.id())
                        .limit(PAGE)
                        .offset(offset)
                        .orderBy(List.of("timestamp"))
                        .build())
                .getAssetEvents());
  }

  /** Announces that an asset is complete for a day. DAGs that wait for all of theirs then run. */
  public void announce(Asset asset, LocalDate day, Map<String, Object> facts) {
    ask(
        "announce %s of %s".formatted(day, asset.name()),
        () ->
            assets.createAssetEvent(
                AssetApi.APICreateAssetEventRequest.newBuilder()
                    .createAssetEventsBody(
                        new CreateAssetEventsBody()
                            .assetId(asset.id())
                            .partitionKey(day.toString())
                            .extra(facts))
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

  /** One question; asked once more with a new token where the old one has expired. */
  private <T> T ask(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (ApiException e) {
      if (e.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw AirflowFailures.of(settings, what, e);
      }
    }
    tokens.forget();
    try {
      return question.ask();
    } catch (ApiException e) {
      throw AirflowFailures.of(settings, what, e);
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws ApiException;
  }
}
