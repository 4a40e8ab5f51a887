package io.freshet.assurance.alert;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alerts as JSON to one address, in order, on a thread of its own; follows no redirect. What
 * is not taken at the fourth try is logged and given up. Thread-safe.
 */
public final class Webhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final int TRIES = 4;
  private static final int MOST_WAITING = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int REFUSED = 300;
  private static final String NO_ROOM = "too many wait, or it is closed";

  private final URI address;
  private final Optional<URI> console;
  private final Duration firstPause;
  private final HttpClient http;
  private final ThreadPoolExecutor thread;
  private Tally tally = new Tally(0, 0, Optional.empty());

  /**
   * What became of the alerts that it was given.
   *
   * @param lost given up after the last try, or never tried
   * @param trouble why the newest of all was not taken; empty where it was
   */
  public record Tally(long taken, long lost, Optional<String> trouble) {}

  /**
   * @param console to whose pages alerts lead, without a slash at its end; empty: to none
   */
  public Webhook(URI address, Optional<URI> console) {
    this(address, console, Duration.ofSeconds(1));
  }

  /**
   * @param firstPause before the second try; each later one is twice as long
   */
  Webhook(URI address, Optional<URI> console, Duration firstPause) {
    this.address = address;
    this.console = console;
    this.firstPause = firstPause;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> {
              Thread named = new Thread(task, "webhook");
              named.setDaemon(true);

              return named;
            });
  }

  /** Returns at once. */
  public void send(Alert alert) {
    try {
      thread.execute(() -> deliver(alert));
    } catch (RejectedExecutionException e) {
      lost(NO_ROOM);
      LOG.warn(
          "Alert not sent state={} table={} reason={}",
          alert.state(),
          alert.table().orElse("all"),
          NO_ROOM);
    }
  }

  /** Without what still waits or is being tried. */
  public synchronized Tally tally() {
    return tally;
  }

  private synchronized void taken() {
    tally = new Tally(tally.taken() + 1, tally.lost(), Optional.empty());
  }

  private synchronized void lost(String reason) {
    tally = new Tally(tally.taken(), tally.lost() + 1, Optional.of(reason));
  }

  private void deliver(Alert alert) {
    Duration pause = firstPause;
    String reason = "";
    try {
      for (int attempt = 1; attempt <= TRIES; attempt++) {
        reason = attempt(alert);
        if (reason.isEmpty()) {
          taken();

          return;
        }
        if (attempt < TRIES) {
          TimeUnit.MILLISECONDS.sleep(pause.toMillis());
          pause = pause.multipliedBy(2);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      reason = "the process ends";
    }
    lost(reason);
    LOG.warn(
        "Alert not taken state={} table={} reason={}",
        alert.state(),
        alert.table().orElse("all"),
        reason);
  }

  /** Why it was not taken; empty when it was. */
  private String attempt(Alert alert) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json(alert).toString()))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      // The request's own patience ends with the headers.
      int status = answer.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();

      return status < REFUSED ? "" : "status " + status;
    } catch (ExecutionException e) {
      return e.getCause().getClass().getSimpleName(); // its message may hold the address
    } catch (TimeoutException e) {
      answer.cancel(true);

      return "an answer without an end";
    }
  }

  private ObjectNode json(Alert alert) {
    ObjectNode json = told(alert);
    console.ifPresent(
        place -> {
          json.put("page", place + alert.page());
          alert.runbookPage().ifPresent(page -> json.put("runbook_page", place + page));
        });

    return json;
  }

  private static ObjectNode told(Alert alert) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("state", alert.state().code())
        .put("table", alert.table().orElse(null))
        .put("at", alert.at().toString())
        .put("waiting_seconds", alert.waiting().map(Webhook::seconds).orElse(null))
        .put("alert_after_seconds", alert.alertAfter().map(Webhook::seconds).orElse(null))
        .put("hop", alert.diagnosis().map(each -> each.hop().code()).orElse(null))
        .put("likely_cause", alert.diagnosis().map(Diagnosis::cause).orElse(null))
        .put("runbook", alert.runbook().orElse(null))
        .put("owner", alert.owner().orElse(null));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** What still waits is not sent. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
