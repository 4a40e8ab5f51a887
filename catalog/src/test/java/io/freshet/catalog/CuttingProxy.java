package io.freshet.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between the catalog and Postgres and, when told so, cuts the connection at the worst
 * moment: Postgres has done the statement and its answer is on the way.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket server;
  private final int target;
  private final ExecutorService pumps = Executors.newCachedThreadPool();
  private final AtomicReference<String> fatal = new AtomicReference<>();

  CuttingProxy(int target) {
    this.target = target;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pumps.execute(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Swallows the answer to the next statement that contains {@code sql}, and its connection. */
  void cutAnswerTo(String sql) {
    fatal.set(sql);
  }

  boolean hasCut() {
    return fatal.get() == null;
  }

  @Override
  public void close() {
    pumps.shutdownNow();
    closeQuietly(server);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket postgres = new Socket(InetAddress.getLoopbackAddress(), target);
        AtomicBoolean doomed = new AtomicBoolean();
        pumps.execute(() -> pumpStatements(client, postgres, doomed));
        pumps.execute(() -> pumpAnswers(postgres, client, doomed));
      }
    } catch (IOException closed) {
      closeQuietly(server);
    }
  }

  private void pumpStatements(Socket client, Socket postgres, AtomicBoolean doomed) {
    pump(
        client,
        postgres,
        bytes -> {
          String sql = fatal.get();
          if (sql != null && new String(bytes, StandardCharsets.ISO_8859_1).contains(sql)) {
            doomed.set(true);
            fatal.set(null);
          }
          return true;
        });
  }

  private static void pumpAnswers(Socket postgres, Socket client, AtomicBoolean doomed) {
    pump(postgres, client, bytes -> !doomed.get());
  }

  private static void pump(Socket from, Socket to, Gate gate) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!gate.admits(Arrays.copyOf(buffer, n))) {
          return;
        }
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException cut) {
      closeQuietly(from);
    }
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception alreadyClosed) {
      // That is what was wanted.
    }
  }

  private interface Gate {
    boolean admits(byte[] bytes);
  }
}
