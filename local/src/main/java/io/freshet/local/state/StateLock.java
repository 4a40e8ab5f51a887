package io.freshet.local.state;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.ProgressListener;
import io.freshet.local.StateFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Lets one launcher at a time change what runs. A killed launcher's lock is free at once. */
public final class StateLock implements AutoCloseable {
  // A cold start fetches and unpacks engines; two `up`s at once are then better off waiting.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final FileChannel channel;

  private StateLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits while another launcher is at work, and says so once. */
  public static StateLock take(StateFolder folder, ProgressListener progress) {
    try {
      PrivateFiles.createFolder(folder.root());
      FileChannel channel =
          FileChannel.open(folder.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      await(channel, folder, progress);

      return new StateLock(channel);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER,
          "Cannot use the state folder %s: %s".formatted(folder.root(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new FreshetException(Fault.OURS, "Cannot release the state folder's lock", e);
    }
  }

  private static void await(FileChannel channel, StateFolder folder, ProgressListener progress)
      throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean told = false;
    while (tryLock(channel) == null) {
      if (System.nanoTime() > deadline) {
        channel.close();
        throw new FreshetException(
            Fault.CALLER,
            "Another command has been changing %s for %d minutes; stop it first"
                .formatted(folder.root(), PATIENCE.toMinutes()));
      }
      if (Thread.currentThread().isInterrupted()) { // parking would no longer wait
        channel.close();
        throw new FreshetException(
            Fault.CALLER,
            "Interrupted while another command was changing %s".formatted(folder.root()));
      }
      if (!told) {
        progress.progress("platform", "waiting for another command that is changing it");
        told = true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another thread of this very process
    }
  }
}
