package io.freshet.core.toolkit;

import java.io.IOException;
import java.io.InputStream;

/** Whoever started this process, and holds its standard input open for as long as they live. */
public final class Launcher {
  private Launcher() {}

  /**
   * Ends this process at once when its launcher has gone, even by SIGKILL: then its standard input
   * ends. For processes that nobody else would look for.
   */
  public static void endWithIt() {
    Thread watch = new Thread(() -> awaitEnd(System.in), "await-launcher");
    watch.setDaemon(true);
    watch.start();
  }

  private static void awaitEnd(InputStream input) {
    try {
      while (input.read() >= 0) {
        // It has nothing to tell.
      }
    } catch (IOException gone) {
      // So is the launcher.
    }
    Runtime.getRuntime().halt(Fault.DEPENDENCY.exitCode());
  }
}
