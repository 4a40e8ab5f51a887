package io.freshet.bench.door;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.freshet.bench.door.DoorBench.Connections;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Posts one body after the other, each answered before the next; as lean as a client can be. */
final class DoorClient {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final String ACCEPTED = "HTTP/1.1 202 ";
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  private final Opening opening;
  private final byte[] request;

  /** Opens a connection; with TLS, its handshake is that of the first byte. */
  @FunctionalInterface
  interface Opening {
    Socket open() throws IOException;
  }

  DoorClient(Opening opening, int bodyBytes) throws IOException {
    this.opening = opening;
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(
        "POST /events HTTP/1.1\r\nHost: door\r\nContent-Length: %d\r\n\r\n"
            .formatted(bodyBytes)
            .getBytes(US_ASCII));
    whole.write(new byte[bodyBytes]);
    this.request = whole.toByteArray();
  }

  /** How long each took, in microseconds. */
  long[] ask(Connections connections, long endNanos) throws IOException {
    List<Long> micros = new ArrayList<>();
    while (micros.isEmpty() || System.nanoTime() < endNanos) {
      long begin = System.nanoTime();
      try (Socket socket = opening.open()) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(LONGEST_ANSWER.toMillis()));
        InputStream answers = new BufferedInputStream(socket.getInputStream());
        do {
          socket.getOutputStream().write(request);
          requireAccepted(answers);
          long end = System.nanoTime();
          micros.add(Math.round((end - begin) / NANOS_PER_MICRO));
          begin = end;
        } while (connections == Connections.KEPT && begin < endNanos);
      }
    }

    return micros.stream().mapToLong(Long::longValue).toArray();
  }

  /** An answer without a body, up to its empty line. */
  private static void requireAccepted(InputStream answers) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = answers.read();
      if (next < 0) {
        throw new IOException("the door has closed after '%s'".formatted(head));
      }
      head.append((char) next);
    }
    if (!head.toString().startsWith(ACCEPTED)) {
      throw new IOException("the door answers " + head);
    }
  }
}
