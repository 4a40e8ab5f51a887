package io.freshet.local.process;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process as it was when we started it. Its birth tells it from a stranger who was given the same
 * pid later; a stranger is never signalled.
 *
 * @param startedAt by the wall clock, which may be set meanwhile
 * @param birth see {@link Birth}; empty where the system does not tell or it was not noted: then
 *     the start time must do
 */
public record RunningProcess(long pid, Instant startedAt, String birth) {
  private static final boolean HAS_PROC = Files.exists(Path.of("/proc/self/status"));

  // The kernel counts ticks since boot; turned into an instant, this wanders by up to a second.
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

  /** A process of which only the start time is known. */
  public RunningProcess(long pid, Instant startedAt) {
    this(pid, startedAt, "");
  }

  /** The process of that pid as it is now, if there is one. */
  public static Optional<RunningProcess> of(long pid) {
    String birth = Birth.of(pid).orElse("");

    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(startedAt -> new RunningProcess(pid, startedAt, birth));
  }

  public boolean isAlive() {
    return handle().isPresent();
  }

  /** Asks the process to stop, and kills it when it has not done so in time. */
  public void stop(Duration patience) {
    handle().ifPresent(ProcessHandle::destroy);
    if (!endsWithin(patience)) {
      kill();
    }
  }

  /** SIGINT, which some programs understand as: stop now, in good order. */
  public void interrupt() {
    handle().ifPresent(handle -> signal("INT"));
  }

  /** SIGSTOP: the process keeps its memory, ports and connections, and does nothing. */
  public void pause() {
    handle().ifPresent(handle -> signal("STOP"));
  }

  /** SIGCONT: it goes on as if no time had passed. */
  public void resume() {
    handle().ifPresent(handle -> signal("CONT"));
  }

  /** Whether it was paused and not resumed since; false where the system does not tell. */
  public boolean isPaused() {
    return statusLine("State:").map(state -> state.startsWith("T")).orElse(false);
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, pid)).start().waitFor();
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot signal process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    handle().ifPresent(ProcessHandle::destroyForcibly);
    endsWithin(Duration.ofSeconds(10));
  }

  /** Resident memory in bytes, or 0 where the system does not tell. */
  public long memoryBytes() {
    return statusLine("VmRSS:")
        .map(value -> Long.parseLong(value.replaceAll("\\D", "")) * 1024)
        .orElse(0L);
  }

  private boolean endsWithin(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      if (Thread.currentThread().isInterrupted()) { // parking would no longer wait
        throw new FreshetException(
            Fault.CALLER, "Interrupted while waiting for process %d to end".formatted(pid));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    return true;
  }

  private Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(this::isOurs)
        .filter(handle -> !isZombie());
  }

  private boolean isOurs(ProcessHandle handle) {
    return birth.isEmpty()
        ? handle.info().startInstant().filter(this::isNearStart).isPresent()
        : Birth.of(pid).filter(birth::equals).isPresent();
  }

  private boolean isNearStart(Instant start) {
    return Duration.between(startedAt, start).abs().compareTo(CLOCK_TOLERANCE) <= 0;
  }

  /**
   * Dead, but its parent has not asked for the exit code, or has done so just now; Java calls the
   * one alive, and may have found the other so a moment ago. A process of which some threads are
   * still ending is not dead: they hold its ports for up to half a second more.
   */
  private boolean isZombie() {
    boolean hasEnded = statusLine("State:").map(state -> state.startsWith("Z")).orElse(HAS_PROC);

    return hasEnded && statusLine("Threads:").map(threads -> threads.equals("1")).orElse(true);
  }

  private Optional<String> statusLine(String key) {
    try {
      List<String> lines =
          Files.readAllLines(Path.of("/proc/" + pid + "/status"), StandardCharsets.UTF_8);

      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // no /proc on this system, or the process has just gone
    }
  }
}
