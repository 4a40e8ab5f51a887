package io.freshet.assurance.chaos.door;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before an HTTP server on this machine and does to chosen requests what networks and
 * overloaded servers do. All others get through, one connection each: {@code Connection} says so,
 * and {@code Expect} is answered here.
 */
public final class FaultyProxy implements AutoCloseable {
  private static final int MAX_HEAD_BYTES = 1 << 16;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final URI server;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<Injection> injections = new ArrayList<>();

  private FaultyProxy(URI server, ServerSocket door) {
    this.server = server;
    this.door = door;
  }

  /** The first line of a request. */
  public record Request(String method, String path) {}

  /** What happens to a request. */
  public sealed interface Fault {
    /** The server never hears of it; the client gets this answer. */
    record Refused(int status, String body) implements Fault {}

    /** The server does what it was asked; the client gets this answer instead of the server's. */
    record Misreported(int status, String body) implements Fault {}

    /** The server does what it was asked, and the connection breaks before it can say so. */
    record Unanswered() implements Fault {}

    /** The client gets the server's answer so much later. */
    record Delayed(Duration by) implements Fault {}

    /**
     * The request is read and does not go on to the server before the injection is released, even
     * if its sender is gone by then; never, if it is dropped.
     */
    record RequestHeld() implements Fault {}

    /** The server does what it was asked; the client gets its answer as a held request goes on. */
    record AnswerHeld() implements Fault {}
  }

  /** Faults for the next requests that fit. */
  public static final class Injection {
    private final Predicate<Request> requests;
    private final Fault fault;
    private final int times;
    private final CountDownLatch decided = new CountDownLatch(1);
    private int met;
    private int held;
    private volatile boolean dropped;

    private Injection(Predicate<Request> requests, Fault fault, int times) {
      this.requests = requests;
      this.fault = fault;
      this.times = times;
    }

    /**
     * Whether as many requests have arrived as are to meet the fault; what happens to the last may
     * still be under way.
     */
    public synchronized boolean isOver() {
      return met == times;
    }

    /** How many requests have met the fault so far. */
    public synchronized int met() {
      return met;
    }

    /** Whether a request or an answer that it holds waits now. */
    public synchronized boolean isHolding() {
      return held > 0;
    }

    /** Lets go on what it holds, and holds nothing any more. */
    public void release() {
      decided.countDown();
    }

    /** Breaks the connections of what it holds, and of what it would have held. */
    public void drop() {
      dropped = true;
      decided.countDown();
    }

    private boolean letsGoOn() {
      count(1);
      try {
        decided.await();

        return !dropped;
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();

        return false;
      } finally {
        count(-1);
      }
    }

    private synchronized void count(int more) {
      held += more;
    }

    private synchronized boolean takes(Request request) {
      if (met == times || !requests.test(request)) {
        return false;
      }
      met++;

      return true;
    }
  }

  /**
   * Opens a door on a free port of the loopback.
   *
   * @param server such as {@code http://127.0.0.1:9000}
   */
  public static FaultyProxy before(URI server) {
    try {
      FaultyProxy proxy =
          new FaultyProxy(server, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
      proxy.threads.execute(proxy::accept);

      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException("No port is free for a proxy of " + server, e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + door.getLocalPort());
  }

  /** Lets so many of the next requests that fit meet the fault. */
  public Injection inject(Predicate<Request> requests, Fault fault, int times) {
    Injection injection = new Injection(requests, fault, times);
    synchronized (injections) {
      injections.add(injection);
    }

    return injection;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException closed) {
        return;
      }
    }
  }

  /** A connection that breaks on either side is closed on both, as a network would. */
  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      String[] line = head.substring(0, head.indexOf('\r')).split(" ", -1);
      Optional<Injection> injection = injection(new Request(line[0], line[1]));
      Fault fault = injection.map(each -> each.fault).orElse(null);
      if (fault instanceof Fault.Refused refused) {
        drain(client.getInputStream(), head);
        answer(client, refused.status(), refused.body());
      } else if (fault instanceof Fault.RequestHeld) {
        hold(client, head, injection.get());
      } else {
        relay(client, head, injection);
      }
    } catch (IOException broken) {
      // The other side notices by itself.
    } finally {
      open.remove(client);
    }
  }

  private Optional<Injection> injection(Request request) {
    synchronized (injections) {
      for (Injection injection : injections) {
        if (injection.takes(request)) {
          return Optional.of(injection);
        }
      }
    }

    return Optional.empty();
  }

  /** All of the request is here before it waits, so that it needs its sender no more. */
  private void hold(Socket client, String head, Injection injection) throws IOException {
    if (expectsContinue(head)) {
      write(client, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    byte[] body = client.getInputStream().readNBytes(Math.toIntExact(length(head)));
    if (!injection.letsGoOn()) {
      return;
    }
    Socket upstream = new Socket(server.getHost(), server.getPort());
    open.add(upstream);
    try (upstream) {
      write(upstream, single(head));
      upstream.getOutputStream().write(body);
      client.getOutputStream().write(upstream.getInputStream().readAllBytes());
    } finally {
      open.remove(upstream);
    }
  }

  private void relay(Socket client, String head, Optional<Injection> injection) throws IOException {
    Socket upstream = new Socket(server.getHost(), server.getPort());
    open.add(upstream);
    try (upstream) {
      if (expectsContinue(head)) {
        write(client, "HTTP/1.1 100 Continue\r\n\r\n");
      }
      write(upstream, single(head));
      threads.execute(() -> pump(client, upstream));
      if (injection.isEmpty()) {
        upstream.getInputStream().transferTo(client.getOutputStream());
      } else {
        conclude(client, upstream.getInputStream().readAllBytes(), injection.get());
      }
    } finally {
      open.remove(upstream);
    }
  }

  private void conclude(Socket client, byte[] answer, Injection injection) throws IOException {
    if (injection.fault instanceof Fault.Misreported misreported) {
      answer(client, misreported.status(), misreported.body());
    } else if (injection.fault instanceof Fault.Delayed delayed && isOpenAfter(delayed.by())) {
      client.getOutputStream().write(answer);
    } else if (injection.fault instanceof Fault.AnswerHeld && injection.letsGoOn()) {
      client.getOutputStream().write(answer);
    }
  }

  private boolean isOpenAfter(Duration delay) {
    try {
      return !closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What is left of the request; ends when either side has closed. */
  private static void pump(Socket client, Socket upstream) {
    try {
      client.getInputStream().transferTo(upstream.getOutputStream());
    } catch (IOException closed) {
      // Whoever reads the answer ends the exchange.
    }
  }

  private static void answer(Socket client, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    write(
        client,
        "HTTP/1.1 %d Fault\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(
                status,
                body.startsWith("<") ? "application/xml" : "application/json",
                bytes.length));
    client.getOutputStream().write(bytes);
  }

  /** A body that was not read when the connection closes takes the answer with it. */
  private static void drain(InputStream in, String head) throws IOException {
    if (!expectsContinue(head)) {
      in.skipNBytes(length(head));
    }
  }

  private static long length(String head) {
    Matcher length = LENGTH.matcher(head);

    return length.find() ? Long.parseLong(length.group(1)) : 0;
  }

  private static boolean expectsContinue(String head) {
    return head.toLowerCase(Locale.ROOT).contains("\r\nexpect: 100-continue\r\n");
  }

  /** The head of a request that is the only one on its connection. */
  private static String single(String head) {
    StringBuilder single = new StringBuilder();
    for (String line : head.split("\r\n")) {
      String name = line.split(":", 2)[0].toLowerCase(Locale.ROOT);
      if (!name.equals("connection") && !name.equals("expect")) {
        single.append(line).append("\r\n");
      }
    }

    return single.append("Connection: close\r\n\r\n").toString();
  }

  /** Up to the empty line. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int ends = 0; ends < 4; ) {
      int next = in.read();
      if (next < 0 || head.size() > MAX_HEAD_BYTES) {
        throw new EOFException("No request");
      }
      head.write(next);
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
    }

    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static void write(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    closing.countDown();
    threads.shutdown();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the proxy of " + server, e);
    } finally {
      open.forEach(FaultyProxy::abandon);
      threads.shutdownNow();
    }
  }

  private static void abandon(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // It is of no use to anybody any more.
    }
  }
}
