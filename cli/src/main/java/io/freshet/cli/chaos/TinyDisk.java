package io.freshet.cli.chaos;

import io.freshet.local.FlinkApplication;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A small file system in memory on which a job stages its files, which can be filled. */
final class TinyDisk implements AutoCloseable {
  private static final int BLOCK = 4096;
  private static final String OPTIONS = "env.java.opts.taskmanager";

  private final Path folder;

  private TinyDisk(Path folder) {
    this.folder = folder;
  }

  /** Empty where this user may not mount one. */
  static Optional<TinyDisk> mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=256m,mode=700", "tmpfs", folder.toString());

    return mounted ? Optional.of(new TinyDisk(folder)) : Optional.empty();
  }

  /** Takes away one that an earlier run has left, if any. */
  static void unmount(Path folder) throws IOException {
    if (Files.exists(folder)) {
      boolean unused = run("umount", "--lazy", folder.toString());
    }
  }

  /** The job, staging its files here: Flink's in one place, those of tables in another. */
  FlinkApplication usedBy(FlinkApplication job) {
    return job.with("io.tmp.dirs", folder.toString())
        .with(
            OPTIONS,
            (job.options().getOrDefault(OPTIONS, "") + " -Djava.io.tmpdir=" + folder).strip());
  }

  /** Leaves room for not one more block. */
  void fill() throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (Files.getFileStore(folder).getUsableSpace() >= BLOCK) {
        out.write(block);
      }
    } catch (IOException full) {
      if (Files.getFileStore(folder).getUsableSpace() >= BLOCK) {
        throw full;
      }
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  private static boolean run(String... command) throws IOException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  @Override
  public void close() {
    try {
      unmount(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unmount " + folder, e);
    }
  }
}
