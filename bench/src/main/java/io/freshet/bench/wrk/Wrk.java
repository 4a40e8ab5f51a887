package io.freshet.bench.wrk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.ChildProcess;
import io.freshet.bench.Latency;
import io.freshet.bench.SearchPath;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Sends requests by wrk, the public load tool: as fast as answers come, or at a rate. */
public final class Wrk {
  static final int CONNECTIONS = 64;

  private static final String PROGRAM = "wrk";
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(5);
  private static final double MILLIS = 1000;
  private static final String SCRIPT = "load.lua";

  private final Path folder;

  private Wrk(Path folder) {
    this.folder = folder;
  }

  /**
   * @param folder for what it reads and says
   * @throws FreshetException {@code CALLER} when there is none
   */
  public static Wrk in(Path folder) {
    requireInstalled();
    try (InputStream script = Wrk.class.getResourceAsStream(SCRIPT)) {
      Files.createDirectories(folder);
      Files.copy(script, folder.resolve(SCRIPT), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot use the folder " + folder, e);
    }

    return new Wrk(folder);
  }

  public static void requireInstalled() {
    if (!SearchPath.has(PROGRAM)) {
      throw new FreshetException(
          Fault.CALLER, "There is no wrk on the PATH; sudo apt-get install -y wrk");
    }
  }

  /** As many as are answered. */
  public Load asFastAsTheyAreAnswered(Requests requests, Duration duration) {
    return send(requests, duration, 0);
  }

  /**
   * How to send about so many: a load before says how long answers take.
   *
   * @param duration of the load that follows
   */
  public Pace pace(double requestsPerSecond, Requests requests, Duration duration) {
    double turn = CONNECTIONS * MILLIS / requestsPerSecond;
    Pace slower = Pace.of(turn);
    Duration probe = duration.compareTo(LONGEST_PROBE) < 0 ? duration : LONGEST_PROBE;
    Load probed = send(requests, probe, slower.pauseMillis());
    double answer = CONNECTIONS * MILLIS / probed.requestsPerSecond() - slower.pauseMillis();

    return Pace.of(turn - answer);
  }

  public Load at(Pace pace, Requests requests, Duration duration) {
    return send(requests, duration, pace.pauseMillis());
  }

  /** A pause behind each answer, on average: no two are alike. */
  public record Pace(double pauseMillis) {
    private static Pace of(double millis) {
      return new Pace(Math.max(1, millis));
    }
  }

  private Load send(Requests requests, Duration duration, double pauseMillis) {
    Path lines = folder.resolve("requests");
    Path said = folder.resolve("wrk.log");
    try {
      PrivateFiles.write(
          lines, String.join("\n", requests.lines()).getBytes(StandardCharsets.UTF_8));
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
                  requests.server()),
              Map.of(
                  "BENCH_REQUESTS", lines.toString(),
                  "BENCH_TYPE", requests.mediaType(),
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
  public record Load(long requests, double seconds, long failed, Latency latency) {
    public double requestsPerSecond() {
      return seconds == 0 ? 0 : requests / seconds;
    }
  }
}
