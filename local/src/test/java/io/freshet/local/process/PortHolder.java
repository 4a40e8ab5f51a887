package io.freshet.local.process;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** A server of many threads and much memory, which takes the system a while to clear away. */
final class PortHolder {
  private static final int THREADS = 100;
  private static final int MEMORY = 200 << 20;

  private PortHolder() {}

  /** Argument: the file that will tell the port. */
  public static void main(String[] arguments) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    byte[] memory = new byte[MEMORY];
    Arrays.fill(memory, (byte) 1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(() -> await(never));
        thread.start();
      }
      Path unfinished = Path.of(arguments[0] + ".unfinished");
      Files.writeString(unfinished, Integer.toString(server.getLocalPort()));
      Files.move(unfinished, Path.of(arguments[0]), StandardCopyOption.ATOMIC_MOVE);
      never.await();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
