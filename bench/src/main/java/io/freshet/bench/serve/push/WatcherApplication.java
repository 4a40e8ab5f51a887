package io.freshet.bench.serve.push;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Customers, each with a WebSocket, as a process: says when all are connected, and at its end
 * writes down what each was told.
 */
@Command(name = "watchers", description = "Watches an order with each of many WebSockets.")
public final class WatcherApplication implements Callable<Integer> {
  static final String READY = "Watchers ready sockets=";

  private static final int CONNECTING_AT_ONCE = 64;
  private static final int THREADS = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** An address a line. */
  @Option(names = "--addresses", required = true)
  private Path addresses;

  @Option(names = "--told", required = true)
  private Path told;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new WatcherApplication()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<URI> orders = Files.readAllLines(addresses).stream().map(URI::create).toList();
    List<Watcher> watchers =
        IntStream.range(0, orders.size()).mapToObj(each -> new Watcher()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    HttpClient client = HttpClient.newBuilder().executor(threads).build();
    List<WebSocket> sockets = connect(client, orders, watchers);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(watchers), "write"));
    System.out.println(READY + sockets.size());
    awaitEnd(System.in);

    return 0;
  }

  /** Whoever started this holds its standard input open for as long as they need it. */
  private static void awaitEnd(InputStream input) throws IOException {
    while (input.read() >= 0) {
      // They have nothing to tell.
    }
  }

  /** A few at once: a server's backlog of connections is short. */
  private static List<WebSocket> connect(
      HttpClient client, List<URI> orders, List<Watcher> watchers) throws Exception {
    Semaphore places = new Semaphore(CONNECTING_AT_ONCE);
    List<CompletableFuture<WebSocket>> opening = new ArrayList<>();
    for (int i = 0; i < orders.size(); i++) {
      if (!places.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new TimeoutException("No connection is answered");
      }
      opening.add(
          client
              .newWebSocketBuilder()
              .connectTimeout(PATIENCE)
              .buildAsync(orders.get(i), watchers.get(i))
              .whenComplete((socket, failure) -> places.release()));
    }
    List<WebSocket> sockets = new ArrayList<>();
    for (CompletableFuture<WebSocket> each : opening) {
      sockets.add(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    return sockets;
  }

  private void write(List<Watcher> watchers) {
    try {
      ToldFile.write(told, watchers.stream().map(Watcher::told).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
