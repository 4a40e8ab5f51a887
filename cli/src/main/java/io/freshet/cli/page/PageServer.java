package io.freshet.cli.page;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.process.RunLog;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A program that serves pages on 127.0.0.1 until Ctrl-C; it ends with this object. */
public final class PageServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long ASK_EVERY_MILLIS = 200;
  private static final long SECONDS_TO_END = 10;

  /** Ctrl-C is 128 + SIGINT for programs that do not catch it, as Java's. */
  private static final Set<Integer> ASKED_TO_END = Set.of(0, 130, 143);

  private final Program program;
  private final Process process;

  private PageServer(Program program, Process process) {
    this.program = program;
    this.process = process;
  }

  /**
   * What is started.
   *
   * @param name as in {@code The supply dashboard}
   * @param command listens on 127.0.0.1 and {@code port}, and on nothing else
   * @param folder where it runs
   * @param environment what it needs beside this process's own
   * @param health the path that answers 200 as soon as pages can be had
   * @param log where all that it prints goes; that of the one before is kept beside it
   */
  public record Program(
      String name,
      List<String> command,
      Path folder,
      Map<String, String> environment,
      int port,
      String health,
      Path log) {}

  public static PageServer start(Program program) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(program.command())
            .directory(program.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(RunLog.begin(program.log()));
    Map<String, String> environment = builder.environment();
    environment.putAll(program.environment());
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));

    return new PageServer(program, process);
  }

  public long pid() {
    return process.pid();
  }

  public String address() {
    return "http://127.0.0.1:" + program.port();
  }

  public void awaitAnswer() throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create(address() + program.health()))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!answers(client, health)) {
      boolean hasEnded = process.waitFor(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      if (hasEnded || System.nanoTime() > deadline) {
        throw failed("did not start");
      }
    }
  }

  /** Waits for Ctrl-C, which a terminal sends to the program as well. */
  public void awaitEnd() throws InterruptedException {
    if (!ASKED_TO_END.contains(process.waitFor())) {
      throw failed("broke down");
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** What its caller has to put right, the program has said last. */
  private FreshetException failed(String how) {
    if (!process.isAlive() && process.exitValue() == Fault.CALLER.exitCode()) {
      String reason = LastWords.of(program.log());
      if (!reason.isEmpty()) {
        return new FreshetException(Fault.CALLER, reason);
      }
    }

    return new FreshetException(
        Fault.OURS, "%s %s; its log is %s".formatted(program.name(), how, program.log()));
  }

  private static boolean answers(HttpClient client, HttpRequest health)
      throws InterruptedException {
    try {
      return client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
