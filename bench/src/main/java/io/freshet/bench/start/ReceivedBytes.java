package io.freshet.bench.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What this machine has received from others, whoever has asked for it, as Linux counts it. */
final class ReceivedBytes {
  private static final Path DEVICES = Path.of("/proc/net/dev");
  private static final String OURSELVES = "lo";

  private ReceivedBytes() {}

  /** Since the machine is up; 0 where the system does not tell. */
  static long now() {
    try {
      return of(Files.readAllLines(DEVICES, StandardCharsets.US_ASCII));
    } catch (IOException notLinux) {
      return 0;
    }
  }

  /**
   * @param lines a device each, behind two of headings: its name, a colon, and what it has received
   */
  static long of(List<String> lines) {
    long bytes = 0;
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.substring(0, colon).strip().equals(OURSELVES)) {
        bytes += Long.parseLong(line.substring(colon + 1).strip().split(" +")[0]);
      }
    }

    return bytes;
  }
}
