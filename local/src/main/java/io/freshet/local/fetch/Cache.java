package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Unpacked engines, shared by all state folders of a user. An entry is filled beside its place and
 * moved there whole, so an interrupted download leaves nothing that looks finished, and two
 * launchers that fetch the same do no harm.
 */
public final class Cache {
  private final Path root;

  public Cache(Path root) {
    this.root = root;
  }

  /** {@code FRESHET_CACHE}, or {@code ~/.cache/freshet}. */
  public static Cache of(Map<String, String> environment) {
    String chosen = environment.get("FRESHET_CACHE");

    return new Cache(
        chosen == null
            ? Path.of(System.getProperty("user.home"), ".cache", "freshet")
            : Path.of(chosen).toAbsolutePath());
  }

  /** Fills an empty folder. */
  @FunctionalInterface
  interface Filler {
    void fill(Path folder) throws IOException, InterruptedException;
  }

  /** The folder of that entry; filled first if this is its first use on this machine. */
  Path entry(String name, ProgressListener progress, Filler filler) {
    Path entry = root.resolve(name);
    if (Files.isDirectory(entry)) {
      return entry;
    }
    Path unfinished = root.resolve("." + name + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(root);
      deleteAbandoned(name);
      FreeSpace.require(root, FreeSpace.FOR_DOWNLOADS);
      progress.progress(name, "fetching it, once for this machine");
      Files.createDirectories(unfinished);
      filler.fill(unfinished);
      moveInto(unfinished, entry);

      return entry;
    } catch (IOException e) {
      throw new FetchException(name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while fetching " + name, e);
    } finally {
      FileTree.delete(unfinished);
    }
  }

  private static void moveInto(Path unfinished, Path entry) throws IOException {
    try {
      Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      FileTree.delete(unfinished); // another launcher was faster; its copy is as good
    }
  }

  /** Removes what launchers that were killed have left half filled. */
  private void deleteAbandoned(String name) throws IOException {
    String prefix = "." + name + ".";
    try (Stream<Path> entries = Files.list(root)) {
      for (Path path : entries.toList()) {
        String file = path.getFileName().toString();
        if (file.startsWith(prefix) && !isAlive(file.substring(prefix.length()))) {
          FileTree.delete(path);
        }
      }
    }
  }

  private static boolean isAlive(String pid) {
    return pid.chars().allMatch(Character::isDigit)
        && ProcessHandle.of(Long.parseLong(pid)).isPresent();
  }
}
