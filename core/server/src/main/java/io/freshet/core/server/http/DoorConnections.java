package io.freshet.core.server.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts a door's connections from their first moment, whatever is sent on them, and closes at once
 * what is beyond its limits. Of IPv6 a network of 64 bits counts as one address: whoever has one
 * address has all of them. Thread-safe.
 */
final class DoorConnections implements SelectorManager.AcceptListener {
  private static final Logger LOG = LoggerFactory.getLogger(DoorConnections.class);
  private static final long BETWEEN_WARNINGS_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int NETWORK_BYTES = 8;

  private final ConnectionLimits limits;
  private final Map<SelectableChannel, InetAddress> held = new ConcurrentHashMap<>();
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS_NANOS);

  DoorConnections(ConnectionLimits limits) {
    this.limits = limits;
  }

  int held() {
    return held.size();
  }

  long refused() {
    return refused.sum();
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    Optional<InetAddress> from = network(channel);
    if (from.isEmpty()) {
      return; // it is gone already, and Jetty finds out
    }
    if (held.size() >= limits.total() || !take(from.get())) {
      refuse(channel, from.get());
    } else {
      held.put(channel, from.get());
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    release(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    release(channel);
  }

  /** One more of that address, unless it has as many as it may. */
  private boolean take(InetAddress from) {
    int most = from.isLoopbackAddress() ? limits.total() : limits.perAddress();
    int[] before = new int[1];
    byAddress.compute(
        from,
        (key, count) -> {
          before[0] = count == null ? 0 : count;

          return Math.min(before[0] + 1, most);
        });

    return before[0] < most;
  }

  private void release(SelectableChannel channel) {
    InetAddress from = held.remove(channel);
    if (from != null) {
      byAddress.computeIfPresent(from, (key, count) -> count > 1 ? count - 1 : null);
    }
  }

  private void refuse(SelectableChannel channel, InetAddress from) {
    refused.increment();
    IO.close(channel);
    long now = System.nanoTime();
    long last = warnedAt.get();
    if (now - last >= BETWEEN_WARNINGS_NANOS && warnedAt.compareAndSet(last, now)) {
      LOG.warn(
          "Door refuses connections part={} held={} refused={} from={}",
          limits.part(),
          held(),
          refused(),
          from.getHostAddress());
    }
  }

  private static Optional<InetAddress> network(SelectableChannel channel) {
    try {
      return channel instanceof SocketChannel socket
              && socket.getRemoteAddress() instanceof InetSocketAddress remote
          ? Optional.of(network(remote.getAddress()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static InetAddress network(InetAddress address) throws UnknownHostException {
    if (!(address instanceof Inet6Address) || address.isLoopbackAddress()) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);

    return InetAddress.getByAddress(bytes);
  }
}
