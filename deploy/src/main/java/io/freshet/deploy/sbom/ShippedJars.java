package io.freshet.deploy.sbom;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds out what the jars of class paths are: their coordinates by where they lie in Maven's local
 * repository, their licences by the descriptions beside them.
 */
public final class ShippedJars {
  private static final String GROUPS = "/repository/";
  private static final String JAR = ".jar";

  private final PomLicences licences;

  private ShippedJars(PomLicences licences) {
    this.licences = licences;
  }

  /**
   * The libraries of class paths, each once, in the order of their names; what we have compiled
   * ourselves is left out.
   *
   * @param entries of all class paths: jars and folders
   */
  public static List<Component> of(Collection<Path> entries) {
    Map<String, Component> found = new TreeMap<>();
    ShippedJars jars = new ShippedJars(new PomLicences());
    for (Path entry : entries) {
      if (entry.toString().endsWith(JAR) && !isOfABuild(entry)) {
        Component component = jars.component(entry);
        found.putIfAbsent(component.purl(), component);
      }
    }

    return List.copyOf(found.values());
  }

  /** A module of ours that is packaged, where it is not its folder of classes. */
  private static boolean isOfABuild(Path jar) {
    return jar.getParent().endsWith("target");
  }

  /** Below the local repository, such as {@code org/example/core/1.2/core-1.2.jar}. */
  public static String place(Path jar) {
    String path = jar.toString();

    return path.substring(groups(path, jar) + GROUPS.length());
  }

  private static int groups(String path, Path jar) {
    int groups = path.lastIndexOf(GROUPS);
    if (groups < 0) {
      throw new FreshetException(
          Fault.CALLER,
          "%s does not lie in a Maven repository, so nobody knows what it is".formatted(jar));
    }

    return groups;
  }

  private Component component(Path jar) {
    Path versionFolder = jar.getParent();
    Path nameFolder = versionFolder.getParent();
    String path = nameFolder.getParent().toString();
    int groups = groups(path, jar);
    Path repository = Path.of(path.substring(0, groups + GROUPS.length() - 1));
    String group = path.substring(groups + GROUPS.length()).replace('/', '.');
    String name = nameFolder.getFileName().toString();
    String version = versionFolder.getFileName().toString();

    return new Component(
        group,
        name,
        version,
        classifier(jar.getFileName().toString(), name + "-" + version),
        jar,
        licences.of(repository, group, name, version));
  }

  /**
   * What stands between the version and the ending, as of jars that are for one kind of machine.
   */
  private static String classifier(String file, String main) {
    String more = file.substring(main.length(), file.length() - JAR.length());

    return more.isEmpty() ? "" : more.substring(1);
  }
}
