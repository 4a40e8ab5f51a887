package io.freshet.ingestion.gateway.account;

import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The accounts of one run of a gateway, counted in a file that is mapped into memory: what was
 * counted outlives the process, however that ends, and costs no call to the system. A machine that
 * loses its power loses what was counted since the last {@link #force}. Thread-safe.
 *
 * <p>The file is a row of slots of the same size, each free or one account. Whoever has it open
 * holds a lock on it; a file without one is left over from a run that is dead.
 */
final class AccountFile implements AutoCloseable {
  static final int SLOTS = 8192;

  /** What the names of contract and producer may take together. */
  static final int MAX_NAME_BYTES = 200;

  private static final int SLOT_BYTES = 256;
  private static final int STATE = 0;
  private static final int MINUTE = 8;
  private static final int ACCEPTED = 16;
  private static final int ACKNOWLEDGED = 24;
  private static final int NAME_LENGTH = 32;
  private static final int NAME = 36;
  private static final long FREE = 0;
  private static final long USED = 1;
  private static final String SUFFIX = ".account";
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Path path;
  private final FileChannel channel;
  private final MappedByteBuffer slots;
  private final Deque<Integer> free = new ArrayDeque<>();

  private AccountFile(Path path, FileChannel channel, MappedByteBuffer slots) {
    this.path = path;
    this.channel = channel;
    this.slots = slots;
    slots.order(ByteOrder.LITTLE_ENDIAN);
    for (int slot = 0; slot < SLOTS; slot++) {
      if (state(slot * SLOT_BYTES) == FREE) {
        free.add(slot * SLOT_BYTES);
      }
    }
  }

  /** Begins the file of a run. */
  static AccountFile create(Path folder, String run) {
    Path path = folder.resolve(run + SUFFIX);
    try {
      Files.createDirectories(folder);

      return open(path, StandardOpenOption.CREATE_NEW)
          .orElseThrow(
              () ->
                  new FreshetException(
                      Fault.OURS, "Another process has taken %s, which is new".formatted(path)));
    } catch (IOException e) {
      throw failed("create", path, e);
    }
  }

  /**
   * The files that dead runs have left. To be asked before this process creates its own: to look
   * whether a file is locked would unlock it.
   */
  static List<AccountFile> leftIn(Path folder) {
    List<Path> paths = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        files.forEach(paths::add);
      }
    } catch (IOException e) {
      throw failed("list", folder, e);
    }
    List<AccountFile> left = new ArrayList<>();
    for (Path path : paths) {
      try {
        open(path, StandardOpenOption.WRITE).ifPresent(left::add);
      } catch (IOException e) {
        throw failed("open", path, e);
      }
    }

    return left;
  }

  /** Empty when another process has it open. */
  private static Optional<AccountFile> open(Path path, StandardOpenOption how) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, how);
    if (!lock(channel)) {
      channel.close();

      return Optional.empty();
    }

    return Optional.of(
        new AccountFile(
            path,
            channel,
            channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) SLOTS * SLOT_BYTES)));
  }

  /** Takes the lock, unless another has it; it ends with the channel, and with the process. */
  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();

      return lock != null;
    } catch (OverlappingFileLockException ourOwn) {
      return false;
    }
  }

  private static FreshetException failed(String task, Path path, IOException e) {
    return new FreshetException(
        Fault.OURS,
        "Cannot %s %s, where the gateway counts what it accepts: %s"
            .formatted(task, path, e.getMessage()),
        e);
  }

  String run() {
    String name = path.getFileName().toString();

    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Opens an account; empty when the file is full. */
  synchronized Optional<Slot> take(String contract, IntakeMark.Account account) {
    Integer at = free.poll();
    if (at == null) {
      return Optional.empty();
    }
    byte[] name = (contract + "/" + account.producer()).getBytes(StandardCharsets.UTF_8);
    slots.putLong(at + MINUTE, account.minute());
    slots.putLong(at + ACCEPTED, 0);
    slots.putLong(at + ACKNOWLEDGED, 0);
    slots.putInt(at + NAME_LENGTH, name.length);
    slots.put(at + NAME, name);
    LONGS.setRelease(slots, at + STATE, USED);

    return Optional.of(new Slot(at));
  }

  /** Every account, as it stands. */
  List<Slot> all() {
    List<Slot> used = new ArrayList<>();
    for (int at = 0; at < SLOTS * SLOT_BYTES; at += SLOT_BYTES) {
      if (state(at) == USED) {
        used.add(new Slot(at));
      }
    }

    return used;
  }

  private long state(int at) {
    return (long) LONGS.getAcquire(slots, at + STATE);
  }

  /** Writes to the disk what was counted. */
  void force() {
    slots.force();
  }

  /** Closes it; the file stays as long as an account is in it. */
  @Override
  public void close() {
    try (channel) {
      if (all().isEmpty()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw failed("close", path, e);
    }
  }

  /** One account. */
  final class Slot {
    private final int at;

    private Slot(int at) {
      this.at = at;
    }

    void accept() {
      LONGS.getAndAdd(slots, at + ACCEPTED, 1L);
    }

    void acknowledge() {
      LONGS.getAndAdd(slots, at + ACKNOWLEDGED, 1L);
    }

    long accepted() {
      return (long) LONGS.getVolatile(slots, at + ACCEPTED);
    }

    long acknowledged() {
      return (long) LONGS.getVolatile(slots, at + ACKNOWLEDGED);
    }

    IntakeMark.Account account() {
      return new IntakeMark.Account(run(), slots.getLong(at + MINUTE), name()[1]);
    }

    String contract() {
      return name()[0];
    }

    private String[] name() {
      byte[] name = new byte[slots.getInt(at + NAME_LENGTH)];
      slots.get(at + NAME, name);

      return new String(name, StandardCharsets.UTF_8).split("/", 2);
    }

    /** Once it is told elsewhere. */
    void free() {
      synchronized (AccountFile.this) {
        LONGS.setRelease(slots, at + STATE, FREE);
        free.add(at);
      }
    }
  }
}
