package io.freshet.local.fetch;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.local.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Unpacked engines, shared by all state folders of a user. An entry is filled beside its place and
 * moved there whole, so an interrupted download leaves nothing that looks finished. Threads that
 * ask for the same entry fetch it once; two launchers may both fetch it, and the first one's copy
 * stays.
 */
public final class Cache {
  private static final ConcurrentMap<Path, Lock> LOCKS = new ConcurrentHashMap<>();
  private static final int TAG_LENGTH = 8;

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
    Lock lock = LOCKS.computeIfAbsent(entry.toAbsolutePath(), any -> new ReentrantLock());
    try {
      lock.lockInterruptibly();
      try {
        return Files.isDirectory(entry) ? entry : fetch(name, entry, progress, filler);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while fetching " + name, e);
    }
  }

  private Path fetch(String name, Path entry, ProgressListener progress, Filler filler)
      throws InterruptedException {
    Path unfinished = root.resolve(unfinished(name));
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
    } finally {
      FileTree.delete(unfinished);
    }
  }

  private static void moveInto(Path unfinished, Path entry) throws IOException {
    try {
      Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(entry)) {
        throw e;
      }
      FileTree.delete(unfinished); // another launcher was faster; its copy is as good
    }
  }

  /** Names the launcher, so that others can tell whether it is still at work. */
  private static String unfinished(String name) {
    return ".%s.%d.%s"
        .formatted(
            name,
            ProcessHandle.current().pid(),
            UUID.randomUUID().toString().substring(0, TAG_LENGTH));
  }

  /** Removes what launchers that were killed have left half filled. */
  private void deleteAbandoned(String name) throws IOException {
    Pattern unfinished =
        Pattern.compile("\\.%s\\.(\\d+)\\.\\w{%d}".formatted(Pattern.quote(name), TAG_LENGTH));
    try (Stream<Path> entries = Files.list(root)) {
      for (Path path : entries.toList()) {
        Matcher file = unfinished.matcher(path.getFileName().toString());
        if (file.matches() && ProcessHandle.of(Long.parseLong(file.group(1))).isEmpty()) {
          FileTree.delete(path);
        }
      }
    }
  }
}
