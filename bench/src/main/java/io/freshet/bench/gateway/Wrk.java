package io.freshet.bench.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.ChildProcess;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sends requests by wrk, the public load tool: as fast as answers come, or at a rate. */
final class Wrk {
  static final int CONNECTIONS = 64;

  private static final String PROGRAM = "wrk";
  private static final String SCRIPT = "load.lua";
  private static final int BODIES = 64;
  private static final long SEED = 1;

  private final Path folder;

  private Wrk(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder for what it reads and says
   * @throws FreshetException {@code CALLER} when there is none
   */
  static Wrk in(Path folder) {
    requireInstalled();
    try (InputStream script = Wrk.class.getResourceAsStream(SCRIPT)) {
      Files.createDirectories(folder);
      Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot use the folder " + folder, e);
    }

    return new Wrk(folder);
  }

  static void requireInstalled() {
    boolean isThere =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, PROGRAM)));
    if (!isThere) {
      throw new FreshetException(
          Fault.CALLER, "There is no wrk on the PATH; sudo apt-get install -y wrk");
    }
  }

  /** As many as the gateway answers. */
  Load asFastAsItAnswers(RunningGateway gateway, String contract, Shape shape, Duration duration) {
    return send(gateway, contract, shape, duration, 0);
  }

  /**
   * About so many, by pauses that differ.
   *
   * @param requestsPerSecond what comes of it is in the answer
   */
  Load at(
      double requestsPerSecond,
      RunningGateway gateway,
      String contract,
      Shape shape,
      Duration duration) {
    return send(
        gateway, contract, shape, duration, Math.max(1, CONNECTIONS * 1000 / requestsPerSecond));
  }

  private Load send(
      RunningGateway gateway, String contract, Shape shape, Duration duration, double pauseMillis) {
    Path bodies = folder.resolve("bodies");
    Path said = folder.resolve("wrk.log");
    try {
      Random random = new Random(SEED);
      Files.write(
          bodies, IntStream.range(0, BODIES).mapToObj(i -> shape.body(contract, random)).toList());
      try (ChildProcess wrk =
          ChildProcess.start(
              PROGRAM,
              List.of(
                  PROGRAM,
                  "-t1",
                  "-c" + CONNECTIONS,
                  "-d%ds".formatted(duration.toSeconds()),
                  "--timeout",
                  "30s",
                  "-s",
                  folder.resolve(SCRIPT).toString(),
                  gateway.url() + shape.path(contract)),
              Map.of(
                  "BENCH_BODIES", bodies.toString(),
                  "BENCH_TYPE", shape.mediaType(),
                  "BENCH_KEY", gateway.key(),
                  "BENCH_PAUSE_MILLIS", Double.toString(pauseMillis)),
              said)) {
        wrk.await();
      }

      return load(Files.readString(said));
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot run wrk", e);
    }
  }

  /** The line that the script has printed. */
  static Load load(String said) throws IOException {
    String line =
        said.lines()
            .filter(each -> each.startsWith("{"))
            .findFirst()
            .orElseThrow(() -> new FreshetException(Fault.OURS, "wrk says: " + said));
    JsonNode json = new ObjectMapper().readTree(line);

    return new Load(
        json.path("requests").asLong(),
        json.path("micros").asLong() / 1e6,
        json.path("failed").asLong(),
        new Latency(
            json.path("p50").asLong() / 1000.0,
            json.path("p99").asLong() / 1000.0,
            json.path("p999").asLong() / 1000.0));
  }

  /**
   * What it has seen.
   *
   * @param failed answers of 400 and more, and requests without one
   */
  record Load(long requests, double seconds, long failed, Latency latency) {
    double requestsPerSecond() {
      return seconds == 0 ? 0 : requests / seconds;
    }
  }
}
