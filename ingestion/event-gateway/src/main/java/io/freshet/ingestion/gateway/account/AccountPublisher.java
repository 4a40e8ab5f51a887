package io.freshet.ingestion.gateway.account;

import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kafka of accounts whose minute is over, those of dead runs among them, at least once each.
 * While it can't, they stay in their files.
 */
public final class AccountPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccountPublisher.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final AccountFile file;
  private final IntakeAccounts accounts;
  private final Predicate<String> mayTell;
  private final Consumer<IntakeAccount> delivery;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "accounts");
            made.setDaemon(true);

            return made;
          });
  private final Deque<AccountFile> left;
  private final Deque<AccountFile.Slot> untold = new ArrayDeque<>();
  private boolean isFailing;

  /**
   * @param left files of dead runs; closed when they are told
   * @param mayTell whether all that was accepted of a contract is where it is looked for
   * @param delivery returns when Kafka has the account; throws a {@code FreshetException} when not
   */
  public AccountPublisher(
      AccountFile file,
      List<AccountFile> left,
      IntakeAccounts accounts,
      Predicate<String> mayTell,
      Consumer<IntakeAccount> delivery) {
    this.file = file;
    this.left = new ArrayDeque<>(left);
    this.accounts = accounts;
    this.mayTell = mayTell;
    this.delivery = delivery;
  }

  /** Begins to tell. */
  public void start() {
    Future<?> unused =
        thread.scheduleWithFixedDelay(this::tell, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tell() {
    try {
      file.force();
      untold.addAll(accounts.ended());
      tellAll();
    } catch (FreshetException e) {
      if (!isFailing) {
        LOG.warn("Accounts wait in their files reason={}", e.getMessage());
      }
      isFailing = true;
    } catch (RuntimeException bug) { // of the outermost loop: else nothing more would be told
      LOG.error("Accounts can't be told", bug);
    }
  }

  private void tellAll() {
    tellThoseWhoMayBe(untold);
    while (!left.isEmpty()) {
      AccountFile dead = left.peek();
      List<AccountFile.Slot> slots = new ArrayList<>(dead.all());
      Deque<AccountFile.Slot> waiting = new ArrayDeque<>(slots);
      tellThoseWhoMayBe(waiting);
      if (!waiting.isEmpty()) {
        break;
      }
      left.remove().close();
      LOG.info(
          "Accounts of a run that had ended are told run={} accounts={}", dead.run(), slots.size());
    }
    if (isFailing) {
      LOG.info("Accounts are told again");
      isFailing = false;
    }
  }

  private void tellThoseWhoMayBe(Deque<AccountFile.Slot> slots) {
    Iterator<AccountFile.Slot> each = slots.iterator();
    while (each.hasNext()) {
      AccountFile.Slot slot = each.next();
      if (mayTell.test(slot.contract())) {
        tell(slot);
        each.remove();
      }
    }
  }

  private void tell(AccountFile.Slot slot) {
    delivery.accept(
        new IntakeAccount(slot.contract(), slot.account(), slot.accepted(), slot.acknowledged()));
    slot.free();
  }

  /**
   * Tells what there is, in a bounded time; the rest is told by the next gateway on this folder.
   */
  @Override
  public void close() {
    Future<?> last =
        thread.submit(
            () -> {
              untold.addAll(accounts.all());
              if (!isFailing) {
                tellAll();
              }
            });
    thread.shutdown();
    try {
      last.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("Accounts are left in their files reason={}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
    left.forEach(AccountFile::close);
    file.close();
  }
}
