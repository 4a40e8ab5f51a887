package io.freshet.deploy.manifest;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A folder of resources, one file each. The same resources make the same bytes. What somebody else
 * has put beside them is left alone.
 */
public final class Manifests {
  private static final String HEADER = "# Written by freshet deploy render; changes are lost.\n";

  /** Characters; Kubernetes takes no object of more than a million and a half. */
  private static final int LARGEST = 4_000_000;

  private Manifests() {}

  /** The text of one resource's file. */
  public static String text(Map<String, Object> body) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    // The same map twice is the same text twice; anchors are nothing that kubectl's users expect.
    options.setDereferenceAliases(true);

    return HEADER + new Yaml(options).dump(body);
  }

  /**
   * Makes the folder hold these and no others of ours.
   *
   * @return bytes written
   */
  public static long write(List<Resource> resources, Path folder) {
    try {
      for (Path old : files(folder).values()) {
        Files.delete(old);
      }
      long bytes = 0;
      for (Resource resource : resources) {
        Path file = folder.resolve(resource.path());
        Files.createDirectories(file.getParent());
        String text = text(resource.body());
        Files.writeString(file, text);
        bytes += Files.size(file);
      }

      return bytes;
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write to %s: %s; name a folder that may be written"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Bodies by their paths below the folder; none where there is no folder. */
  public static Map<String, Map<String, Object>> read(Path folder) {
    Map<String, Map<String, Object>> bodies = new TreeMap<>();
    try {
      for (Map.Entry<String, Path> file : files(folder).entrySet()) {
        bodies.put(file.getKey(), parse(file.getValue()));
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s: %s".formatted(folder, e.getMessage()), e);
    }

    return bodies;
  }

  /** The resource as whoever reads its file gets it. */
  public static Map<String, Object> parsed(Resource resource) {
    return load(text(resource.body()));
  }

  @SuppressWarnings("unchecked") // what we have written is a map
  private static Map<String, Object> load(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);

    return (Map<String, Object>) new Yaml(new SafeConstructor(options)).load(text);
  }

  private static Map<String, Object> parse(Path file) throws IOException {
    try {
      return load(Files.readString(file));
    } catch (YAMLException | ClassCastException e) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is no resource any more: %s; render into an empty folder"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Map<String, Path> files(Path folder) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.naturalOrder()).toList()) {
        if (file.toString().endsWith(".yaml") && Files.readString(file).startsWith(HEADER)) {
          files.put(folder.relativize(file).toString(), file);
        }
      }
    }

    return files;
  }
}
