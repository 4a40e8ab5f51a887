package io.freshet.cli.drill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Who has to find what is wrong; says something by typing a line, and may never do so. */
final class Engineer {
  private final InstantSource clock;
  private final Queue<Said> lines = new ConcurrentLinkedQueue<>();

  Engineer(InstantSource clock) {
    this.clock = clock;
  }

  /** A line, and when it was typed: a look at what hangs may take longer than an engineer. */
  record Said(String words, Instant at) {}

  /** One at a terminal, or at the other end of a pipe. */
  static Engineer at(BufferedReader typed, InstantSource clock) {
    Engineer engineer = new Engineer(clock);
    Thread listener = new Thread(() -> engineer.listen(typed), "engineer");
    listener.setDaemon(true); // nobody waits for a line that may never come
    listener.start();

    return engineer;
  }

  private void listen(BufferedReader typed) {
    try {
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a line that was typed. */
  void hear(String line) {
    lines.add(new Said(line.strip(), clock.instant()));
  }

  /** The next thing said, without waiting for it. */
  Optional<Said> said() {
    return Optional.ofNullable(lines.poll());
  }

  /** What was said before there was anything to find is no answer. */
  void forget() {
    lines.clear();
  }
}
