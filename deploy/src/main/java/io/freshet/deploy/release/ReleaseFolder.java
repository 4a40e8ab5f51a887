package io.freshet.deploy.release;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.image.ClassesJar;
import io.freshet.deploy.sbom.FileSum;
import io.freshet.deploy.sbom.ShippedJars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version as files: each jar once, for each module that runs as a process the class path that it
 * was tested with, and the sums of all of them. The same commit makes the same bytes.
 */
public final class ReleaseFolder {
  /** As {@code sha256sum --check} reads it. */
  public static final String SUMS = "SHA256SUMS";

  private static final String CLASSES = "classes";

  private final Path folder;
  private final String version;

  /**
   * @param folder is empty, or not there yet
   */
  public ReleaseFolder(Path folder, String version) {
    this.folder = folder;
    this.version = version;
  }

  /**
   * Adds a module's jars, and an argument file {@code processes/MODULE} by which Java is started
   * with them in this folder.
   *
   * @param classPath in its order: folders of classes and jars
   */
  public void addProcess(String module, List<Path> classPath) {
    String name = module.substring(module.lastIndexOf('/') + 1);
    List<String> places = new ArrayList<>();
    classPath.forEach(entry -> places.add(addJar(entry)));
    addText("processes/" + name, "-cp\n\"%s\"\n".formatted(String.join(":", places)));
  }

  /** Adds a file where it lies in the project. */
  public void addFile(Path project, String file) {
    try {
      copy(project.resolve(file), file);
    } catch (IOException e) {
      throw unwritten(file, e);
    }
  }

  /** Adds all files of a folder. */
  public void addFolder(Path from, String name) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        copy(each, name + "/" + from.relativize(each));
      }
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }

  public void addText(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw unwritten(name, e);
    }
  }

  /**
   * Writes the sums of all files, after the last was added.
   *
   * @return the sum of these sums, by which one number names the release
   */
  public String seal() {
    try (Stream<Path> all = Files.walk(folder)) {
      String sums =
          all.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString())
              .filter(name -> !name.equals(SUMS))
              .sorted()
              .map(name -> "%s  %s\n".formatted(FileSum.of(folder.resolve(name)), name))
              .collect(Collectors.joining());
      Files.writeString(folder.resolve(SUMS), sums, StandardCharsets.UTF_8);

      return FileSum.of(folder.resolve(SUMS));
    } catch (IOException e) {
      throw unwritten(SUMS, e);
    }
  }

  private String addJar(Path entry) {
    // A module of ours that is packaged: of its classes we make the same jar as of others'.
    Path classes = entry.resolveSibling(CLASSES);
    boolean isOurs = Files.isDirectory(entry) || Files.isDirectory(classes);
    String place =
        isOurs
            ? "lib/freshet/%s-%s.jar".formatted(ClassesJar.name(entry, ""), version)
            : "lib/" + ShippedJars.place(entry);
    try {
      Path file = folder.resolve(place);
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        if (isOurs) {
          ClassesJar.write(Files.isDirectory(entry) ? entry : classes, file);
        } else {
          Files.copy(entry, file);
        }
      }

      return place;
    } catch (IOException e) {
      throw unwritten(place, e);
    }
  }

  private void copy(Path file, String name) throws IOException {
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
  }

  private FreshetException unwritten(String name, IOException cause) {
    return new FreshetException(
        Fault.CALLER,
        "Cannot write %s of the release to %s: %s".formatted(name, folder, cause.getMessage()),
        cause);
  }
}
