package io.freshet.deploy.image;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The folder that one image is built from: its Dockerfile, and all that goes into it, as Maven has
 * built and resolved it. {@code docker build} then fetches nothing but the image it begins with.
 */
public final class BuildContext {
  private static final long LONG_AGO = 315_532_800_000L; // 1980, the earliest that a zip can tell

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
      String name = Files.isDirectory(entry) ? jarName(entry, module) : entry.getFileName() + "";
      if (names.putIfAbsent(name, entry) != null) {
        throw new IOException("two entries of the class path are called " + name);
      }
      Path file = target.resolve(name);
      if (Files.isDirectory(entry)) {
        jar(entry, file);
      } else {
        Files.copy(entry, file, StandardCopyOption.REPLACE_EXISTING);
      }
    }

    return new ArrayList<>(names.keySet());
  }

  /**
   * {@code core/lake/target/classes} is {@code freshet-core-lake.jar}; the module's own bears its
   * name. Where the whole was checked out is in none: what has a {@code pom.xml} is no group.
   */
  private static String jarName(Path classes, String module) {
    Path moduleFolder = classes.getParent().getParent();
    String own = moduleFolder.getFileName().toString();
    Path above = moduleFolder.getParent();

    if (own.equals(module)) {
      return own + ".jar";
    }

    return Files.exists(above.resolve("pom.xml"))
        ? "freshet-%s.jar".formatted(own)
        : "freshet-%s-%s.jar".formatted(above.getFileName(), own);
  }

  /** In one order and of one time: the same classes make the same bytes. */
  private static void jar(Path classes, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> all = Files.walk(classes)) {
      for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
        JarEntry entry = new JarEntry(classes.relativize(each).toString());
        entry.setLastModifiedTime(FileTime.fromMillis(LONG_AGO));
        jar.putNextEntry(entry);
        Files.copy(each, jar);
        jar.closeEntry();
      }
    }
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
