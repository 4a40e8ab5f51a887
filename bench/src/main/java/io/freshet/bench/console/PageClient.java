package io.freshet.bench.console;

import io.freshet.bench.Latency;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Some browsers that ask for whole pages, each for the next one as soon as it has an answer. */
final class PageClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;
  private static final long NANOS_PER_MICRO = 1000;
  private static final double MICROS_PER_MILLI = 1000;

  private final URI server;
  private final int browsers;
  private final ExecutorService threads;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  PageClient(URI server, int browsers) {
    this.server = server;
    this.browsers = browsers;
    this.threads = Executors.newFixedThreadPool(browsers);
  }

  private record Answer(int status, long micros, byte[] body) {}

  /** The text of a page; fails unless it is there. */
  String text(String path) {
    Answer answer = ask(path);
    if (answer.status() != OK) {
      throw new FreshetException(
          Fault.OURS, "The console answers %s with %d".formatted(path, answer.status()));
    }

    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Asks for them, in turn; browsers share them. */
  ConsoleResult.Page time(AskedPage page, List<String> paths) {
    List<Future<List<Answer>>> all = new ArrayList<>();
    for (int browser = 0; browser < browsers; browser++) {
      int first = browser;
      all.add(
          threads.submit(
              () ->
                  IntStream.iterate(first, i -> i < paths.size(), i -> i + browsers)
                      .mapToObj(i -> ask(paths.get(i)))
                      .toList()));
    }
    List<Answer> answers = new ArrayList<>();
    all.forEach(each -> answers.addAll(await(each, page.name())));
    long[] micros = answers.stream().mapToLong(Answer::micros).toArray();

    return new ConsoleResult.Page(
        page.name(),
        page.isPromised(),
        micros.length,
        Latency.ofMicros(micros),
        Arrays.stream(micros).max().orElse(0) / MICROS_PER_MILLI,
        answers.stream().mapToLong(answer -> answer.body().length).max().orElse(0),
        (int) answers.stream().filter(answer -> answer.status() != OK).count());
  }

  private Answer ask(String path) {
    long begin = System.nanoTime();
    try {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(server.resolve(path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofByteArray());

      return new Answer(
          answer.statusCode(), (System.nanoTime() - begin) / NANOS_PER_MICRO, answer.body());
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "The console does not answer " + path, e);
    } catch (InterruptedException e) {
      throw interrupted(path, e);
    }
  }

  private static List<Answer> await(Future<List<Answer>> answers, String page) {
    try {
      return answers.get();
    } catch (InterruptedException e) {
      throw interrupted(page, e);
    } catch (ExecutionException e) {
      throw new FreshetException(
          Fault.OURS, "Cannot ask for %s: %s".formatted(page, e.getCause().getMessage()), e);
    }
  }

  private static FreshetException interrupted(String page, InterruptedException e) {
    Thread.currentThread().interrupt();

    return new FreshetException(Fault.CALLER, "Interrupted while it asked for " + page, e);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
