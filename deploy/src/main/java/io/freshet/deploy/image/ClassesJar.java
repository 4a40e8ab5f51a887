package io.freshet.deploy.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/**
 * A module's folder of classes as a jar. The same classes make the same bytes, wherever and
 * whenever: entries have one order and one time, which no time zone moves, and are stored as they
 * are, since what compresses is another program on each machine.
 */
public final class ClassesJar {
  /** Of the earliest day that a zip can tell, Java writes the time zone as well. */
  private static final LocalDateTime LONG_AGO = LocalDateTime.of(1980, 2, 1, 0, 0);

  private ClassesJar() {}

  /**
   * {@code core/lake/target/classes} is {@code freshet-core-lake}; the module's own bears its name.
   * Where the whole was checked out is in none: what has a {@code pom.xml} is no group.
   */
  public static String name(Path classes, String module) {
    Path moduleFolder = classes.getParent().getParent();
    String own = moduleFolder.getFileName().toString();
    Path above = moduleFolder.getParent();

    if (own.equals(module)) {
      return own;
    }

    return Files.exists(above.resolve("pom.xml"))
        ? "freshet-%s".formatted(own)
        : "freshet-%s-%s".formatted(above.getFileName(), own);
  }

  public static void write(Path classes, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path each : files(classes)) {
        byte[] content = Files.readAllBytes(each);
        jar.putNextEntry(entry(classes.relativize(each).toString(), content));
        jar.write(content);
        jar.closeEntry();
      }
    }
  }

  private static List<Path> files(Path classes) throws IOException {
    try (Stream<Path> all = Files.walk(classes)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static JarEntry entry(String name, byte[] content) {
    CRC32 sum = new CRC32();
    sum.update(content);
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(LONG_AGO);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());

    return entry;
  }
}
