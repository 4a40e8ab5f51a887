package io.freshet.ingestion.gateway.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.IntakeAccount;
import io.freshet.core.envelope.IntakeMark;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeAccountsTest {
  private static final Instant NOON = Instant.parse("2026-11-01T12:00:30Z");
  private static final long MINUTE = NOON.getEpochSecond() / 60;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;
  private final Map<String, IntakeAccount> told = new ConcurrentHashMap<>();

  @TempDir private Path folder;
  private AccountFile file;
  private IntakeAccounts accounts;

  @BeforeEach
  void open() {
    file = AccountFile.create(folder, "run1");
    accounts = new IntakeAccounts(file, clock);
  }

  @Test
  void countsByContractProducerAndMinute() {
    take("rides", "app", 2);
    take("rides", "dispatch", 1);
    take("stops", "app", 1);
    now.set(NOON.plus(Duration.ofMinutes(1)));
    take("rides", "app", 1);

    tellAll();

    assertThat(told.values())
        .containsExactlyInAnyOrder(
            account("rides", "app", MINUTE, 2, 2),
            account("rides", "dispatch", MINUTE, 1, 1),
            account("stops", "app", MINUTE, 1, 1),
            account("rides", "app", MINUTE + 1, 1, 1));
    assertThat(Files.exists(folder.resolve("run1.account"))).isFalse();
  }

  @Test
  void aMinuteEndsWhenNothingOfItIsWaitedFor() {
    Entry entry = accounts.open("rides", "app").orElseThrow();
    assertThat(accounts.ended()).isEmpty();
    now.set(NOON.plus(Duration.ofMinutes(1)));

    assertThat(accounts.ended()).isEmpty();
    entry.acknowledge();
    entry.release();
    assertThat(accounts.ended()).isEmpty();
    entry.accept();
    entry.release();
    assertThat(accounts.ended()).hasSize(1);
    assertThat(accounts.ended()).isEmpty();
  }

  @Test
  void theMarkNamesTheAccountAndCounts() {
    Entry entry = accounts.open("rides", "app").orElseThrow();

    assertThat(new String(entry.mark().value(), UTF_8))
        .isEqualTo("run1/%d/app/0".formatted(MINUTE));
    assertThat(new String(entry.mark().value(), UTF_8))
        .isEqualTo("run1/%d/app/1".formatted(MINUTE));
  }

  @Test
  void takesNothingOnThatItCantCount() {
    for (int i = 0; i < AccountFile.SLOTS; i++) {
      assertThat(accounts.open("rides", "app" + i)).isPresent();
    }

    assertThat(accounts.open("rides", "another")).isEmpty();
    assertThat(accounts.open("rides", "app0")).isPresent();
  }

  @Test
  void whatADeadRunHasCountedIsToldByTheNext() {
    Entry entry = accounts.open("rides", "app").orElseThrow();
    entry.accept();
    entry.accept();
    entry.acknowledge();
    file.close(); // as the system does for a process that was killed: nothing is told

    List<AccountFile> left = AccountFile.leftIn(folder);
    AccountFile next = AccountFile.create(folder, "run2");
    AccountPublisher publisher = publisher(next, left, new IntakeAccounts(next, clock));
    publisher.start();
    publisher.close();

    assertThat(told.values()).containsExactly(account("rides", "app", MINUTE, 2, 1));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theFileOfARunThatLivesIsNobodyElses() {
    take("rides", "app", 1);

    assertThat(AccountFile.leftIn(folder)).isEmpty();
  }

  @Test
  void whatKafkaDoesNotTakeStays() {
    AtomicBoolean isAway = new AtomicBoolean(true);
    take("rides", "app", 1);
    now.set(NOON.plus(Duration.ofMinutes(1)));
    CountDownLatch refused = new CountDownLatch(2);
    AccountPublisher publisher =
        new AccountPublisher(
            file,
            List.of(),
            accounts,
            contract -> true,
            account -> {
              if (isAway.get()) {
                refused.countDown();
                throw new FreshetException(Fault.DEPENDENCY, "Kafka is away");
              }
              told.put(account.id(), account);
            });

    publisher.start();
    Awaitility.await().until(() -> refused.getCount() == 0);
    assertThat(told).isEmpty();
    isAway.set(false);
    Awaitility.await().until(() -> !told.isEmpty());
    publisher.close();

    assertThat(told.values()).containsExactly(account("rides", "app", MINUTE, 1, 1));
  }

  @Test
  void losesNothingWhileMinutesPassAndManyCount() throws Exception {
    int threads = 4;
    int each = 20_000;
    AccountPublisher publisher = publisher(file, List.of(), accounts);
    publisher.start();
    ExecutorService senders = Executors.newFixedThreadPool(threads);
    List<Future<?>> done = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      done.add(
          senders.submit(
              () -> {
                for (int i = 0; i < each; i++) {
                  take("rides", "app", 1);
                  if (i % 100 == 0) {
                    now.updateAndGet(time -> time.plus(Duration.ofSeconds(7)));
                  }
                }
              }));
    }
    for (Future<?> one : done) {
      one.get(1, TimeUnit.MINUTES);
    }
    senders.shutdown();
    publisher.close();

    assertThat(told.values().stream().mapToLong(IntakeAccount::accepted).sum())
        .isEqualTo((long) threads * each);
    assertThat(told.values().stream().mapToLong(IntakeAccount::acknowledged).sum())
        .isEqualTo((long) threads * each);
  }

  private void take(String contract, String producer, int events) {
    for (int i = 0; i < events; i++) {
      Entry entry = accounts.open(contract, producer).orElseThrow();
      entry.acknowledge();
      entry.release();
      entry.accept();
      entry.release();
    }
  }

  private void tellAll() {
    AccountPublisher publisher = publisher(file, List.of(), accounts);
    publisher.start();
    publisher.close();
  }

  /** Adds up what is told twice under one id: it must not be. */
  private AccountPublisher publisher(
      AccountFile own, List<AccountFile> left, IntakeAccounts counted) {
    return new AccountPublisher(
        own,
        left,
        counted,
        contract -> true,
        account -> assertThat(told.put(account.id() + "#" + told.size(), account)).isNull());
  }

  private static IntakeAccount account(
      String contract, String producer, long minute, long accepted, long acknowledged) {
    return new IntakeAccount(
        contract, new IntakeMark.Account("run1", minute, producer), accepted, acknowledged);
  }
}
