package io.freshet.assurance.chaos.door;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Stands before a server on this machine, of whatever protocol, and lets pass what the weather lets
 * pass. The weather may change at any moment, by any thread.
 */
public final class TcpDoor implements AutoCloseable {
  private static final int PIECE = 16 * 1024;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Weather CALM = new Weather.Calm();

  private final Supplier<InetSocketAddress> server;
  private final Supplier<Socket> sockets;
  private final ServerSocket door;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Link> open = ConcurrentHashMap.newKeySet();
  private final Object change = new Object();
  private final AtomicLong met = new AtomicLong();
  private volatile Weather weather = CALM;

  private TcpDoor(Supplier<InetSocketAddress> server, Supplier<Socket> sockets, ServerSocket door) {
    this.server = server;
    this.sockets = sockets;
    this.door = door;
  }

  /**
   * Opens a door on a free port of the loopback.
   *
   * @param server where it is now: asked for each connection, as servers move
   */
  public static TcpDoor before(Supplier<InetSocketAddress> server) {
    return before(server, Socket::new);
  }

  /**
   * The same.
   *
   * @param sockets one for each connection to the server, not yet connected
   */
  static TcpDoor before(Supplier<InetSocketAddress> server, Supplier<Socket> sockets) {
    try {
      TcpDoor opened =
          new TcpDoor(server, sockets, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
      opened.threads.execute(opened::accept);

      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("No port is free for a door", e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Lets it be so from now on; connections that can't be what they were any more are broken. */
  public void let(Weather next) {
    Weather before = weather;
    synchronized (change) {
      weather = next;
      change.notifyAll();
    }
    if (before instanceof Weather.Silent || next instanceof Weather.Cut) {
      if (next instanceof Weather.Cut) {
        met.addAndGet(open.size());
      }
      open.forEach(Link::abandon);
    }
  }

  public void calm() {
    let(CALM);
  }

  /**
   * How often any weather but a calm one was met so far: by a connection that it has broken or
   * turned away, or by a piece that it has held up.
   */
  public long met() {
    return met.get();
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        if (weather instanceof Weather.Cut) {
          met.incrementAndGet();
          Link.reset(client);
        } else {
          threads.execute(() -> connect(client));
        }
      } catch (IOException | RejectedExecutionException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    Socket upstream = sockets.get();
    Link link = new Link(client, upstream);
    open.add(link);
    try {
      upstream.connect(server.get());
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      if (hasMetItself(upstream) || weather instanceof Weather.Cut) {
        link.abandon();
        return;
      }
      threads.execute(() -> pump(link, client, upstream, false));
      pump(link, upstream, client, true);
    } catch (IOException | RuntimeException nobodyThere) { // nor anybody who knows where it is
      link.abandon();
    } finally {
      if (link.isBroken()) {
        open.remove(link);
      }
    }
  }

  /**
   * Whether nobody listens there: the system may give a connection, as its own port, the one that
   * it asks for. TCP then opens it to itself, and it would hear as an answer whatever it says.
   */
  private static boolean hasMetItself(Socket upstream) {
    return upstream.getLocalSocketAddress().equals(upstream.getRemoteSocketAddress());
  }

  /** Until the sender has no more to say; then the other may still answer. */
  private void pump(Link link, Socket from, Socket to, boolean isAnswer) {
    byte[] piece = new byte[PIECE];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        if (!passes(link, read, isAnswer)) {
          return;
        }
        out.write(piece, 0, read);
      }
      to.shutdownOutput();
      link.halfIsOver();
    } catch (IOException broken) {
      link.abandon();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      link.abandon();
    } finally {
      if (link.isBroken()) {
        open.remove(link);
      }
    }
  }

  /** Whether a piece may go on, once it may. */
  private boolean passes(Link link, int bytes, boolean isAnswer) throws InterruptedException {
    Weather now = weather;
    if (now instanceof Weather.Delayed
        || now instanceof Weather.Slow
        || now instanceof Weather.Silent) {
      met.incrementAndGet();
    }
    if (now instanceof Weather.Delayed delayed) {
      hold(now, delayed.by().toNanos());
    } else if (now instanceof Weather.Slow slow) {
      hold(now, bytes * NANOS_PER_SECOND / slow.bytesPerSecond());
    } else if (now instanceof Weather.Silent) {
      hold(now, Long.MAX_VALUE);
    } else if (now instanceof Weather.Reset reset
        && isAnswer
        && link.answered(bytes) >= reset.afterBytes()) {
      met.incrementAndGet();
      link.abandon();
    }

    return !link.isBroken();
  }

  /** Waits so long, or until the weather is another. */
  private void hold(Weather present, long nanos) throws InterruptedException {
    long start = System.nanoTime();
    synchronized (change) {
      long left = nanos;
      while (weather == present && left > 0) {
        TimeUnit.NANOSECONDS.timedWait(change, left);
        left = nanos - (System.nanoTime() - start);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close the door at port " + port(), e);
    } finally {
      open.forEach(Link::abandon);
      threads.shutdownNow();
    }
  }

  /** A client's connection and the one behind it. */
  private static final class Link {
    private final Socket client;
    private final Socket upstream;
    private long answered;
    private int over;
    private volatile boolean broken;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    synchronized long answered(int more) {
      answered += more;

      return answered;
    }

    boolean isBroken() {
      return broken;
    }

    synchronized void halfIsOver() {
      over++;
      if (over == 2) {
        broken = true;
        close(client);
        close(upstream);
      }
    }

    void abandon() {
      broken = true;
      reset(client);
      reset(upstream);
    }

    /** Both sides see a connection that broke, not one that was ended. */
    static void reset(Socket socket) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException closed) {
        return;
      }
      close(socket);
    }

    private static void close(Socket socket) {
      try {
        socket.close();
      } catch (IOException alreadyBroken) {
        // It is of no use to anybody any more.
      }
    }
  }
}
