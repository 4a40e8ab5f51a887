package io.freshet.testing.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, which a test can fill and empty. */
final class TinyDisk implements AutoCloseable {
  private static final int BLOCK = 4096;

  private final Path folder;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  /** Whether this user may mount one. */
  static boolean isAllowed() {
    try {
      return run("unshare", "-m", "true") == 0;
    } catch (IOException e) {
      return false;
    }
  }

  static TinyDisk mount(Path folder) throws IOException {
    Path absolute = Files.createDirectories(folder).toAbsolutePath();
    if (run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", absolute.toString()) != 0) {
      throw new IOException("Cannot mount a file system on " + absolute);
    }

    return new TinyDisk(absolute);
  }

  Path folder(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** Leaves room for not one more block. */
  void fill() throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      while (Files.getFileStore(folder).getUsableSpace() >= BLOCK) {
        ballast.write(block);
      }
    }
  }

  void makeRoom() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static int run(String... command) throws IOException {
    return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
  }

  @Override
  public void close() throws IOException {
    run("umount", "--lazy", folder.toString());
  }
}
