package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.testing.fuzz.AnswerReader.NoHttpException;
import io.freshet.testing.fuzz.Shot.Manner;
import io.freshet.testing.fuzz.Shot.Trait;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends each request on a connection of its own, as it is, and waits for what comes back. */
final class Wire {
  private static final int PARTS = 4;

  /** A socket has no limit of its own for writing: who reads nothing would hold it for ever. */
  private static final ScheduledExecutorService LIMITS =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "wire-limits");
            thread.setDaemon(true);

            return thread;
          });

  private final Door door;
  private final Pace pace;

  Wire(Door door, Pace pace) {
    this.door = door;
    this.pace = pace;
  }

  /**
   * @throws IOException when the door takes no connection
   */
  Outcome send(Shot shot) throws IOException {
    byte[] bytes = shot.bytes(door.address());
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(door.host(), door.port()),
          Math.toIntExact(pace.limit().toMillis()));
      writeWithin(pace.limit(), socket, bytes, shot.manner());
      if (socket.isClosed()) {
        return new Outcome(List.of(), true);
      }
      if (shot.manner() == Manner.CUT_OFF) {
        return new Outcome(List.of(), false);
      }

      return read(socket, shot);
    }
  }

  /** The socket is closed when it takes longer. */
  private void writeWithin(Duration limit, Socket socket, byte[] bytes, Manner manner) {
    ScheduledFuture<?> closing =
        LIMITS.schedule(
            () -> {
              socket.close();

              return null;
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    write(socket, bytes, manner);
    closing.cancel(false);
  }

  private void write(Socket socket, byte[] bytes, Manner manner) {
    try {
      OutputStream out = socket.getOutputStream();
      switch (manner) {
        case AT_ONCE -> out.write(bytes);
        case SLOWLY -> writeSlowly(out, bytes);
        case HALF_CLOSED -> {
          out.write(bytes);
          socket.shutdownOutput();
        }
        case CUT_OFF -> out.write(bytes, 0, bytes.length / 2);
        case PIPELINED -> {
          out.write(bytes);
          out.write(bytes);
        }
      }
      out.flush();
    } catch (IOException refusedMeanwhile) {
      // The server need not read to the end what it refuses; its answer is there nevertheless.
      return;
    }
  }

  private void writeSlowly(OutputStream out, byte[] bytes) throws IOException {
    int part = bytes.length / PARTS + 1;
    for (int at = 0; at < bytes.length; at += part) {
      out.write(bytes, at, Math.min(part, bytes.length - at));
      out.flush();
      LockSupport.parkNanos(pace.pause().toNanos());
    }
  }

  private Outcome read(Socket socket, Shot shot) throws IOException {
    boolean mayWait = shot.is(Trait.INCOMPLETE);
    socket.setSoTimeout(Math.toIntExact((mayWait ? pace.patience() : pace.limit()).toMillis()));
    AnswerReader reader = new AnswerReader(new BufferedInputStream(socket.getInputStream()));
    List<Answer> answers = new ArrayList<>();
    try {
      Optional<Answer> first = reader.next(shot.method().equals("HEAD"));
      first.ifPresent(answers::add);
      boolean mayBeMore = shot.manner() == Manner.PIPELINED || shot.is(Trait.SMUGGLING);
      if (first.isPresent() && mayBeMore) {
        socket.setSoTimeout(Math.toIntExact(pace.patience().toMillis()));
        reader.next(shot.method().equals("HEAD")).ifPresent(answers::add);
      }
    } catch (SocketTimeoutException e) {
      return new Outcome(answers, answers.isEmpty() && !mayWait);
    } catch (NoHttpException e) {
      return new Outcome(
          List.of(new Answer(0, Map.of(), e.getMessage().getBytes(UTF_8), false)), false);
    } catch (IOException reset) {
      // As good as an end: what came before it counts.
      return new Outcome(answers, false);
    }

    return new Outcome(answers, false);
  }
}
