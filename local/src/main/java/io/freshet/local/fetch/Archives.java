package io.freshet.local.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Unpacks what engines come in; keeps symbolic links and the executable bit. */
final class Archives {
  private static final int EXECUTABLE_BY_OWNER = 0100;

  private Archives() {}

  static void unpackTarGz(Path archive, Path folder) throws IOException {
    try (InputStream in = new GZIPInputStream(buffered(archive))) {
      unpackTar(in, folder);
    }
  }

  /** Unpacks the tar.xz that lies inside a jar. */
  static void unpackInner(Path jar, String suffix, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream inner = zip.getInputStream(entry(zip, name -> name.endsWith(suffix)));
        InputStream in = new XZCompressorInputStream(new BufferedInputStream(inner))) {
      unpackTar(in, folder);
    }
  }

  static void unpackZip(Path archive, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        Path path = inside(folder, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(path);
        } else {
          Files.createDirectories(path.getParent());
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, path);
          }
        }
      }
    }
  }

  static void extractEntry(Path archive, Predicate<String> name, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile());
        InputStream in = zip.getInputStream(entry(zip, name))) {
      Files.copy(in, target);
    }
  }

  private static ZipEntry entry(ZipFile zip, Predicate<String> name) throws IOException {
    return zip.stream()
        .filter(entry -> name.test(entry.getName()))
        .findFirst()
        .orElseThrow(
            () -> new IOException(zip.getName() + " holds nothing for this system's processor"));
  }

  private static void unpackTar(InputStream in, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        unpack(entry, tar, inside(folder, entry.getName()), folder);
      }
    }
  }

  private static void unpack(
      TarArchiveEntry entry, TarArchiveInputStream tar, Path path, Path folder) throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Path target = Path.of(entry.getLinkName());
      requireInside(folder, path.getParent().resolve(target), entry.getName() + " -> " + target);
      Files.createSymbolicLink(path, target);
    } else if (entry.isLink()) {
      Files.createLink(path, inside(folder, entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & EXECUTABLE_BY_OWNER) != 0 && !path.toFile().setExecutable(true)) {
        throw new IOException(path + " can't be made executable");
      }
    }
  }

  private static Path inside(Path folder, String name) throws IOException {
    Path path = folder.resolve(name).normalize();
    requireInside(folder, path, name);
    requireInside(folder.toRealPath(), existingFolder(folder, path).toRealPath(), name);

    return path;
  }

  /**
   * The folder in which the path will be made, or the one in which that will be made. A link that
   * was unpacked before may have led it elsewhere.
   */
  private static Path existingFolder(Path folder, Path path) {
    Path existing = path;
    do {
      existing = existing.equals(folder) ? folder : existing.getParent();
    } while (!Files.exists(existing));

    return existing;
  }

  private static void requireInside(Path folder, Path path, String name) throws IOException {
    if (!path.normalize().startsWith(folder)) {
      throw new IOException("the archive names a file outside of its folder: " + name);
    }
  }

  private static InputStream buffered(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }
}
