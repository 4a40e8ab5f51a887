package io.freshet.local.state;

import io.freshet.local.application.SubmittedApplication;
import io.freshet.local.process.RunningProcess;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code platform.json} holds. Ports and secrets outlive a stop, so that clients find the
 * platform where they left it.
 */
public record PlatformState(
    Map<String, StartedPart> parts,
    Map<String, Integer> ports,
    Map<String, String> secrets,
    Map<String, SubmittedApplication> applications) {

  /** One started process of the platform and the port on which it answers, or 0. */
  public record StartedPart(long pid, Instant startedAt, int port, String birth) {
    public StartedPart {
      birth = birth == null ? "" : birth; // older notes tell none
    }

    public StartedPart(RunningProcess process, int port) {
      this(process.pid(), process.startedAt(), port, process.birth());
    }

    public RunningProcess process() {
      return new RunningProcess(pid, startedAt, birth);
    }
  }

  public PlatformState {
    parts = sorted(parts);
    ports = sorted(ports);
    secrets = sorted(secrets);
    applications = sorted(applications);
  }

  static PlatformState empty() {
    return new PlatformState(Map.of(), Map.of(), Map.of(), Map.of());
  }

  public Optional<StartedPart> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  /** The process started under that name, if it still runs. */
  public Optional<RunningProcess> running(String name) {
    return part(name).map(StartedPart::process).filter(RunningProcess::isAlive);
  }

  public PlatformState withPart(String name, StartedPart part) {
    return new PlatformState(with(parts, name, part), ports, secrets, applications);
  }

  public PlatformState withoutPart(String name) {
    return new PlatformState(without(parts, name), ports, secrets, applications);
  }

  public PlatformState withPort(String name, int port) {
    return new PlatformState(parts, with(ports, name, port), secrets, applications);
  }

  public PlatformState withSecret(String name, String secret) {
    return new PlatformState(parts, ports, with(secrets, name, secret), applications);
  }

  public PlatformState withApplication(String name, SubmittedApplication application) {
    return new PlatformState(parts, ports, secrets, with(applications, name, application));
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> copy = new TreeMap<>(map);
    copy.put(key, value);

    return copy;
  }

  private static <V> Map<String, V> without(Map<String, V> map, String key) {
    Map<String, V> copy = new TreeMap<>(map);
    copy.remove(key);

    return copy;
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return map == null ? Map.of() : new TreeMap<>(map);
  }
}
