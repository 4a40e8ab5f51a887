package io.freshet.ingestion.gateway.account;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts, by contract, producer and minute, the events that this gateway has answered for and those
 * that Kafka has acknowledged. What was counted outlives the process. Thread-safe.
 */
public final class IntakeAccounts {
  private static final long MINUTE_MILLIS = 60_000;

  private final AccountFile file;
  private final InstantSource clock;
  private final Map<Key, Entry> current = new ConcurrentHashMap<>();
  // Minutes that are over, whose events still wait for something.
  private final List<Entry> ending = new ArrayList<>();

  private record Key(String contract, String producer) {}

  public IntakeAccounts(AccountFile file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /**
   * @throws FreshetException {@code CALLER} when no account can bear the names of the contract and
   *     one of its producers
   */
  public static void requireRoom(Contract contract) {
    contract
        .requireStream()
        .intake()
        .producers()
        .forEach(producer -> requireRoom(contract.name(), producer));
  }

  private static void requireRoom(String contract, String producer) {
    int bytes = (contract + "/" + producer).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > AccountFile.MAX_NAME_BYTES) {
      throw new FreshetException(
          Fault.CALLER,
          "The names of contract %s and producer %s take %d bytes together; %d at most"
              .formatted(contract, producer, bytes, AccountFile.MAX_NAME_BYTES));
    }
  }

  /**
   * The account of an event that is about to be sent, held open for its acknowledgement and for its
   * answer: {@link Entry#release} is due for each. Empty when there is no room for another account.
   */
  public Optional<Entry> open(String contract, String producer) {
    Key key = new Key(contract, producer);
    long minute = clock.millis() / MINUTE_MILLIS;
    Entry entry = current.get(key);

    return entry != null && entry.minute() == minute && entry.hold()
        ? Optional.of(entry)
        : begin(key, minute);
  }

  private synchronized Optional<Entry> begin(Key key, long minute) {
    Entry entry = current.get(key);
    if (entry == null || entry.minute() != minute || !entry.hold()) {
      Optional<AccountFile.Slot> slot =
          file.take(key.contract(), new IntakeMark.Account(file.run(), minute, key.producer()));
      if (slot.isEmpty()) {
        return Optional.empty();
      }
      if (entry != null) {
        ending.add(entry);
      }
      entry = new Entry(slot.get());
      entry.hold();
      current.put(key, entry);
    }

    return Optional.of(entry);
  }

  /** Accounts of minutes that are over and of which nothing more can come; each is told once. */
  synchronized List<AccountFile.Slot> ended() {
    long minute = clock.millis() / MINUTE_MILLIS;
    Iterator<Entry> entries = current.values().iterator();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (entry.minute() < minute) {
        entries.remove();
        ending.add(entry);
      }
    }

    return closed();
  }

  /** As {@link #ended}, of the present minute too. */
  synchronized List<AccountFile.Slot> all() {
    ending.addAll(current.values());
    current.clear();

    return closed();
  }

  private List<AccountFile.Slot> closed() {
    List<AccountFile.Slot> closed = new ArrayList<>();
    Iterator<Entry> entries = ending.iterator();
    while (entries.hasNext()) {
      Entry entry = entries.next();
      if (entry.close()) {
        entries.remove();
        closed.add(entry.slot());
      }
    }

    return closed;
  }
}
