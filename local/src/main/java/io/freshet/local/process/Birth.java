package io.freshet.local.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * When a process began, as the kernel itself counts: which boot of the machine, and how many ticks
 * after it. Unlike a time of day it does not move when the clock is set.
 */
final class Birth {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  /** Field 22 of the line; those before the third, a name in parentheses, are left out first. */
  private static final int START_TICKS = 22 - 3;

  private Birth() {}

  /** {@code <boot id>/<ticks>}; empty without such a process, or without Linux's /proc. */
  static Optional<String> of(long pid) {
    try {
      return Optional.of(of(read(BOOT_ID), read(Path.of("/proc/" + pid + "/stat"))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @param stat the content of {@code /proc/<pid>/stat}; the name in it may hold anything
   */
  static String of(String bootId, String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);

    return bootId.strip() + "/" + fields[START_TICKS];
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }
}
