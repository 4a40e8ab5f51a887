package io.freshet.core.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.server.tls.DoorTls;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may hold how many connections, whatever they say on them. */
class DoorConnectionsTest {
  private static final int TOTAL = 5;
  private static final int PATIENCE_MILLIS = 20_000;

  private final Deque<Socket> sockets = new ArrayDeque<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HttpDoor door =
      HttpDoor.open(
              new HttpAddress(
                  "door", "127.0.0.1", 0, DoorTls.NONE, new ConnectionLimits("door", TOTAL, 2)),
              new HttpLimits(4, Duration.ofSeconds(30), UriCompliance.DEFAULT),
              new HttpHandlers(new Handler.Sequence(), new Handler.Sequence()),
              new DoorErrors(new JsonErrors()),
              new Dependency("nothing", () -> true))
          .countedIn(registry);

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    door.close();
  }

  @Test
  void whoDripsHeadersTakesNoMoreThanThereAreAndLeavesRoomOnceTheyGo() throws Exception {
    for (int i = 0; i < TOTAL; i++) {
      connect().getOutputStream().write("GET /health HTTP/1.1\r\nX-Slow: a".getBytes(US_ASCII));
    }
    awaitHeld(TOTAL);

    assertThat(isCut(connect())).isTrue();
    assertThat(registry.get("freshet.door.refused.connections").functionCounter().count())
        .isEqualTo(1);
    assertThat(registry.get("freshet.door.connections").gauge().value()).isEqualTo(TOTAL);

    sockets.remove().close();
    awaitHeld(TOTAL - 1);
    Socket late = connect();
    late.getOutputStream()
        .write("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));

    assertThat(new String(late.getInputStream().readAllBytes(), US_ASCII))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void oneAddressLeavesOthersTheirRoom() throws IOException {
    DoorConnections connections = new DoorConnections(new ConnectionLimits("door", TOTAL, 2));
    FarChannel first = new FarChannel("192.0.2.1");
    FarChannel third = new FarChannel("192.0.2.1");
    FarChannel other = new FarChannel("192.0.2.2");

    for (FarChannel each : new FarChannel[] {first, new FarChannel("192.0.2.1"), third, other}) {
      connections.onAccepting(each);
    }

    assertThat(third.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
    assertThat(connections.held()).isEqualTo(3);
    connections.onAcceptFailed(third, new IOException());
    assertThat(connections.held()).isEqualTo(3);
    connections.onClosed(first);
    FarChannel again = new FarChannel("192.0.2.1");
    connections.onAccepting(again);
    assertThat(again.isOpen()).isTrue();
  }

  @Test
  void aNetworkOfIpv6IsOneAddressAndThisMachineIsNone() throws IOException {
    DoorConnections connections = new DoorConnections(new ConnectionLimits("door", TOTAL, 1));
    FarChannel one = new FarChannel("2001:db8::1");
    FarChannel same = new FarChannel("2001:db8::ffff:2");
    FarChannel other = new FarChannel("2001:db8:0:1::1");

    connections.onAccepting(one);
    connections.onAccepting(same);
    connections.onAccepting(other);
    IntStream.range(0, 3).forEach(i -> connections.onAccepting(FarChannel.of("127.0.0.1")));

    assertThat(same.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
    assertThat(connections.held()).isEqualTo(TOTAL);
    FarChannel beyondAll = new FarChannel("127.0.0.1");
    connections.onAccepting(beyondAll);
    assertThat(beyondAll.isOpen()).isFalse();
  }

  @Test
  void proxiesMayTakeAllAndWrongLimitsAreRefused() {
    assertThat(limits(Map.of(), false)).isEqualTo(new ConnectionLimits("live", 25_000, 1_000));
    assertThat(limits(Map.of(), true)).isEqualTo(new ConnectionLimits("live", 25_000, 25_000));
    assertThat(limits(Map.of("live.max-connections", "10"), false).perAddress()).isEqualTo(10);
    assertThatThrownBy(() -> limits(Map.of("live.max-connections", "0"), false))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("live.max-connections is 0; it must be between 1 and 1000000");
    assertThatThrownBy(
            () ->
                limits(
                    Map.of("live.max-connections", "10", "live.max-connections-per-address", "11"),
                    false))
        .hasMessage("live.max-connections-per-address is 11; it must be between 1 and 10");
  }

  private static ConnectionLimits limits(Map<String, String> settings, boolean isBehindProxy) {
    return ConnectionLimits.from(Settings.of(settings), "live", isBehindProxy);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket("127.0.0.1", door.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    sockets.add(socket);

    return socket;
  }

  private static boolean isCut(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  private void awaitHeld(int wanted) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (registry.get("freshet.door.connections").gauge().value() != wanted) {
      assertThat(System.nanoTime()).as("held in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A connection of somebody elsewhere. */
  private static final class FarChannel extends SocketChannel {
    private final InetSocketAddress remote;

    FarChannel(String address) throws IOException {
      super(null);
      remote = new InetSocketAddress(InetAddress.getByName(address), 4711);
    }

    static FarChannel of(String address) {
      try {
        return new FarChannel(address);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public SocketAddress getRemoteAddress() {
      return remote;
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
      return Set.of();
    }

    @Override
    public SocketChannel shutdownInput() {
      throw new UnsupportedOperationException();
    }

    @Override
    public SocketChannel shutdownOutput() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket socket() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public boolean isConnectionPending() {
      return false;
    }

    @Override
    public boolean connect(SocketAddress address) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean finishConnect() {
      return true;
    }

    @Override
    public SocketAddress getLocalAddress() {
      return remote;
    }

    @Override
    public int read(ByteBuffer buffer) {
      return -1;
    }

    @Override
    public long read(ByteBuffer[] buffers, int offset, int length) {
      return -1;
    }

    @Override
    public int write(ByteBuffer buffer) {
      return 0;
    }

    @Override
    public long write(ByteBuffer[] buffers, int offset, int length) {
      return 0;
    }

    @Override
    protected void implCloseSelectableChannel() {
      // there is nothing behind it
    }

    @Override
    protected void implConfigureBlocking(boolean blocking) {
      // likewise
    }
  }
}
