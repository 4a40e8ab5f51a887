package io.freshet.deploy.company;

import io.freshet.core.toolkit.InvalidSettingException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Files of the company's that processes find in a folder, for settings to name: certificates, a
 * trust store, streets. Nobody writes there.
 *
 * @param path the folder, below {@link #ROOT}
 * @param processes by their names, or {@code servers}, {@code flink}, {@code spark}; none: all
 */
public record Mount(String name, Source source, String path, List<String> processes) {
  /** Below it, so that none hides what an image or another part of the pod has. */
  public static final String ROOT = "/opt/freshet/mounts";

  private static final Pattern OBJECT = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final Pattern FOLDER = Pattern.compile(ROOT + "(/[A-Za-z0-9_.-]+)+");

  /** What is mounted. */
  public enum Kind {
    SECRET("secret"),
    CONFIG_MAP("config-map"),
    CLAIM("claim");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** As values files call it. */
    String key() {
      return key;
    }
  }

  /** An object of Kubernetes that is there already, in the namespace of the pods. */
  public record Source(Kind kind, String name) {}

  public Mount {
    processes = List.copyOf(processes);
    if (!CompanyValues.NAME.matcher(name).matches()) {
      throw new InvalidSettingException(
          "mounts[].name", name, "lower-case letters, digits and hyphens");
    }
    if (!OBJECT.matcher(source.name()).matches()) {
      throw new InvalidSettingException(
          "mounts.%s.%s".formatted(name, source.kind().key()),
          source.name(),
          "the name of an object of Kubernetes: lower-case letters, digits, hyphens and dots");
    }
    if (!FOLDER.matcher(path).matches() || !Path.of(path).normalize().toString().equals(path)) {
      throw new InvalidSettingException(
          "mounts.%s.path".formatted(name), path, "a folder below " + ROOT);
    }
  }

  /** Where one lies that says nothing else. */
  static String folderOf(String name) {
    return "%s/%s".formatted(ROOT, name);
  }

  /** Whether a file lies in it, or is it. */
  public boolean holds(String file) {
    return Path.of(file).normalize().startsWith(path);
  }

  /** Whether one would hide the other. */
  public boolean overlaps(Mount other) {
    return holds(other.path) || other.holds(path);
  }
}
