package io.freshet.deploy.image;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder that one image is built from: its Dockerfile, and all that goes into it, as Maven has
 * built and resolved it. {@code docker build} then fetches nothing but the image it begins with.
 */
public final class BuildContext {
  private final Image image;
  private final Path folder;

  /**
   * @param folder is emptied of an earlier one's files by whoever calls
   */
  public BuildContext(Image image, Path folder) {
    this.image = image;
    this.folder = folder;
  }

  /**
   * @param dockerfile of the image's kind
   * @param classPath of the module, in its order: folders of classes and jars
   * @param plugins of Flink, for the base; a folder that need not be there for others
   * @param version of the base that an application's image begins with
   * @return bytes that go into the image
   */
  public long write(Path dockerfile, List<Path> classPath, Path plugins, String version) {
    try {
      Files.createDirectories(folder);
      String text = Files.readString(dockerfile).replace("@version@", version);
      Files.writeString(folder.resolve("Dockerfile"), text);
      List<String> names = List.of();
      switch (image.kind()) {
        case SERVER -> names = copy(classPath, folder.resolve("lib"), image.name());
        case FLINK_BASE -> {
          copyTree(plugins, folder.resolve("plugins"));
          copy(logging(classPath), folder.resolve("lib"), image.name());
        }
        case FLINK_APPLICATION -> {
          copy(classPath.subList(0, 1), folder.resolve("usrlib"), image.name());
          copy(classPath.subList(1, classPath.size()), folder.resolve("lib"), image.name());
        }
        case SPARK -> copy(classPath, folder.resolve("lib"), image.name());
      }
      if (image.kind() == ImageKind.SERVER) {
        Files.writeString(folder.resolve("java.options"), options(names));
      }

      return size();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot write the context of image %s to %s: %s"
              .formatted(image.name(), folder, e.getMessage()),
          e);
    }
  }

  /** Flink's own jars are in the image it begins with; what writes our logs is not. */
  private static List<Path> logging(List<Path> classPath) {
    return classPath.stream()
        .filter(entry -> entry.getFileName().toString().matches("(logback|slf4j-api)-.*\\.jar"))
        .toList();
  }

  /** Java's argument file: the class path in Maven's order, and the server's main class. */
  private String options(List<String> names) {
    String classPath =
        String.join(
            ":",
            names.stream().map(name -> "%s/lib/%s".formatted(image.kind().home(), name)).toList());

    return """
    -XX:MaxRAMPercentage=70
    -XX:+ExitOnOutOfMemoryError
    -Dfile.encoding=UTF-8
    -cp
    "%s"
    %s
    """
        .formatted(classPath, image.main());
  }

  /** Jars under their names, folders of classes as a jar; returns the names in their order. */
  private static List<String> copy(List<Path> classPath, Path target, String module)
      throws IOException {
    Files.createDirectories(target);
    Map<String, Path> names = new LinkedHashMap<>();
    for (Path entry : classPath) {
      String name =
          Files.isDirectory(entry)
              ? ClassesJar.name(entry, module) + ".jar"
              : entry.getFileName() + "";
      if (names.putIfAbsent(name, entry) != null) {
        throw new IOException("two entries of the class path are called " + name);
      }
      Path file = target.resolve(name);
      if (Files.isDirectory(entry)) {
        ClassesJar.write(entry, file);
      } else {
        Files.copy(entry, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    return new ArrayList<>(names.keySet());
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.sorted().toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private long size() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
