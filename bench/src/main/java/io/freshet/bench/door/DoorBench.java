package io.freshet.bench.door;

import io.freshet.bench.Latency;
import io.freshet.bench.Machine;
import io.freshet.bench.door.DoorResult.Way;
import io.freshet.core.server.http.Dependency;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.http.HttpDoor;
import io.freshet.core.server.http.HttpHandlers;
import io.freshet.core.server.http.HttpLimits;
import io.freshet.core.server.tls.DoorTls;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.TrustedCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.SocketFactory;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ErrorHandler;

/**
 * What TLS costs at a door of ours, beside the same door in the clear: on connections that stay,
 * and with a connection for each request. Clients are in the same process, so processor time is
 * that of both sides. The ways take turns, the first of which warms up and does not count.
 */
public final class DoorBench {
  private static final String HOST = "127.0.0.1";

  private final Duration duration;
  private final int clients;
  private final int bodyBytes;

  public DoorBench(Duration duration, int clients, int bodyBytes) {
    this.duration = duration;
    this.clients = clients;
    this.bodyBytes = bodyBytes;
  }

  /**
   * @param folder where a certificate is made, for this run alone
   */
  public DoorResult run(Path folder) throws Exception {
    Machine machine = Machine.here();
    OwnCertificate certificate = OwnCertificate.make(folder);
    DoorTls tls = new DoorTls(Optional.of(certificate.files()), false);
    SocketFactory trusting =
        TrustedCertificates.with(certificate.files().certificate()).getSocketFactory();
    List<Way> ways = new ArrayList<>();
    try (HttpDoor plain = open(DoorTls.NONE);
        HttpDoor secured = open(tls)) {
      for (boolean counts : new boolean[] {false, true}) {
        for (Connections connections : Connections.values()) {
          Way clear =
              measured("plain", connections, () -> socket(SocketFactory.getDefault(), plain));
          Way secret = measured("tls", connections, () -> socket(trusting, secured));
          if (counts) {
            ways.add(clear);
            ways.add(secret);
          }
        }
      }
    }

    return new DoorResult(machine, ways);
  }

  /** How long a client keeps its connection. */
  enum Connections {
    KEPT,
    NEW_EACH
  }

  private Way measured(String name, Connections connections, DoorClient.Opening opening)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      Effort.Meter meter = Effort.start();
      long end = System.nanoTime() + duration.toNanos();
      List<Future<long[]>> running = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        running.add(threads.submit(() -> new DoorClient(opening, bodyBytes).ask(connections, end)));
      }
      List<long[]> micros = new ArrayList<>();
      for (Future<long[]> each : running) {
        micros.add(each.get());
      }
      long[] all = micros.stream().flatMapToLong(Arrays::stream).toArray();

      return new Way(name, connections, all.length, meter.read(), Latency.ofMicros(all));
    } finally {
      threads.shutdownNow();
    }
  }

  private static Socket socket(SocketFactory factory, HttpDoor door) throws IOException {
    return factory.createSocket(HOST, door.port());
  }

  private HttpDoor open(DoorTls tls) {
    return HttpDoor.open(
        new HttpAddress("bench", HOST, 0, tls),
        new HttpLimits(clients, Duration.ofMinutes(1), UriCompliance.DEFAULT),
        new HttpHandlers(new Handler.Sequence(), new TakingHandler()),
        new ErrorHandler(),
        new Dependency("nothing", () -> true));
  }
}
