package io.freshet.assurance.chaos.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that says again what it hears, behind a door. */
class TcpDoorIT {
  private static final int SHORT_MILLIS = 300;
  private static final int PATIENCE_MILLIS = 20_000;

  private ServerSocket server;
  private TcpDoor door;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    Thread echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
    door = doorTo(server.getLocalPort());
  }

  private static TcpDoor doorTo(int port) {
    return TcpDoor.before(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  @AfterEach
  void close() throws IOException {
    door.close();
    server.close();
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread answering =
            new Thread(
                () -> {
                  try (client) {
                    client.getInputStream().transferTo(client.getOutputStream());
                  } catch (IOException broken) {
                    // As it is meant to be.
                  }
                });
        answering.setDaemon(true);
        answering.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private Socket connect() throws IOException {
    return connect(door);
  }

  private static Socket connect(TcpDoor door) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), door.port());
    client.setSoTimeout(PATIENCE_MILLIS);

    return client;
  }

  private static void say(Socket client, String text) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String hear(Socket client, int length) throws IOException {
    InputStream in = client.getInputStream();

    return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
  }

  @Test
  void letsBothSidesTalkAndEndTheirSide() throws IOException {
    try (Socket client = connect()) {
      say(client, "fresh water");
      client.shutdownOutput();

      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("fresh water");
    }
  }

  @Test
  void breaksWhatIsOpenAndTurnsAwayWhoeverComesWhenItIsCut() throws IOException {
    try (Socket before = connect()) {
      say(before, "a");
      assertThat(hear(before, 1)).isEqualTo("a");

      door.let(new Weather.Cut());

      assertThat(door.met()).isEqualTo(1);
      assertBroken(() -> talk(before));
      assertBroken(() -> talk(connect()));
      await().untilAsserted(() -> assertThat(door.met()).isEqualTo(2));
    }
    door.calm();
    try (Socket after = connect()) {
      talk(after);
      assertThat(door.met()).isEqualTo(2);
    }
  }

  @Test
  void countsNothingWhereNobodyTalks() throws IOException {
    try (Socket client = connect()) {
      talk(client);
      door.let(new Weather.Delayed(Duration.ofMillis(1)));
      assertThat(door.met()).isZero();

      talk(client);

      assertThat(door.met()).isEqualTo(2); // what was said, and the answer
    }
  }

  /** Fails where nobody answers any more. */
  private static void talk(Socket client) throws IOException {
    say(client, "b");
    if (!hear(client, 1).equals("b")) {
      throw new IOException("The connection has ended");
    }
  }

  @Test
  void keepsSilentConnectionsOpenAndBreaksThemAfterwards() throws IOException {
    try (Socket client = connect()) {
      talk(client);
      door.let(new Weather.Silent());
      client.setSoTimeout(SHORT_MILLIS);
      say(client, "c");

      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketTimeoutException.class);

      client.setSoTimeout(PATIENCE_MILLIS);
      door.calm();

      assertBroken(() -> talk(client));
    }
  }

  @Test
  void resetsAConnectionAfterSoManyBytesOfAnswers() throws IOException {
    door.let(new Weather.Reset(1000));
    try (Socket client = connect()) {
      say(client, "x".repeat(100));
      assertThat(hear(client, 100)).hasSize(100);

      assertBroken(
          () -> {
            for (int i = 0; i < 100; i++) {
              say(client, "x".repeat(100));
              if (hear(client, 100).length() < 100) {
                throw new IOException("The connection has ended");
              }
            }
          });
    }
  }

  @Test
  void letsWaitingPiecesGoOnceTheWeatherIsCalm() throws IOException {
    door.let(new Weather.Delayed(Duration.ofHours(1)));
    try (Socket client = connect()) {
      say(client, "d");
      client.setSoTimeout(SHORT_MILLIS);
      assertThatThrownBy(() -> hear(client, 1)).isInstanceOf(SocketTimeoutException.class);

      client.setSoTimeout(PATIENCE_MILLIS);
      door.calm();

      assertThat(hear(client, 1)).isEqualTo("d");
    }
  }

  @Test
  void turnsAwayWhoeverComesWhileTheServerIsGone() throws IOException {
    // Its port stays taken: else any other process might come to listen there meanwhile.
    try (Socket gone = new Socket()) {
      gone.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (TcpDoor before = doorTo(gone.getLocalPort());
          Socket client = connect(before)) {
        assertBroken(() -> talk(client));
      }
    }
  }

  @Test
  void turnsAwayWhoeverComesWhereTheDoorHasMetItselfAlone() throws IOException {
    try (Socket upstream = new Socket()) {
      InetAddress loopback = InetAddress.getLoopbackAddress();
      upstream.bind(new InetSocketAddress(loopback, 0));
      InetSocketAddress itself = new InetSocketAddress(loopback, upstream.getLocalPort());
      try (TcpDoor before = TcpDoor.before(() -> itself, () -> upstream);
          Socket client = connect(before)) {
        assertBroken(() -> talk(client));
      }
    }
  }

  /** Whoever waits in vain was not turned away. */
  private static void assertBroken(ThrowingCallable talk) {
    assertThatThrownBy(talk)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }
}
