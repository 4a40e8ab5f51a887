package io.freshet.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Asks a Flink application of one TaskManager how full that one's heap is. Flink asks the
 * TaskManager once in ten seconds.
 */
final class HeapMeter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String USED = "Status.JVM.Memory.Heap.Used";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI taskManagers;

  /**
   * @param port of the JobManager's REST API
   */
  HeapMeter(int port) {
    this.taskManagers = URI.create("http://127.0.0.1:%d/taskmanagers".formatted(port));
  }

  /** With what the next collection will find to be garbage; 0 before Flink knows it. */
  long usedMegabytes() {
    String id = get(taskManagers).path("taskmanagers").path(0).path("id").asText();
    URI metric = URI.create("%s/%s/metrics?get=%s".formatted(taskManagers, id, USED));

    return get(metric).path(0).path("value").asLong() >> 20;
  }

  private JsonNode get(URI address) {
    try {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofByteArray());

      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY, "%s does not answer: %s".formatted(address, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking " + address, e);
    }
  }
}
