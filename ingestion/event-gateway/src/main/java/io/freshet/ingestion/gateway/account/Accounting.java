package io.freshet.ingestion.gateway.account;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.AwaitedProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** The accounts of one run, from the first event until Kafka has been told of them. */
public final class Accounting implements AutoCloseable {
  private static final int RUN_DIGITS = 12;
  private static final int RADIX = 36;

  private final IntakeAccounts accounts;
  private final AccountPublisher publisher;
  private final AwaitedProducer kafka;

  private Accounting(IntakeAccounts accounts, AccountPublisher publisher, AwaitedProducer kafka) {
    this.accounts = accounts;
    this.publisher = publisher;
    this.kafka = kafka;
  }

  /**
   * Begins a run, and to tell of those that were killed before they could.
   *
   * @param folder outlives the process; gateways may share one
   * @param contract {@code gateway_accounts}
   * @param mayTell whether all that was accepted of a contract is where it is looked for
   * @throws io.freshet.core.toolkit.FreshetException when folder or Kafka can't be used
   */
  public static Accounting open(
      Path folder,
      Contract contract,
      KafkaSettings kafka,
      SchemaRegistry registry,
      Predicate<String> mayTell) {
    AwaitedProducer producer =
        AwaitedProducer.open(contract, kafka, registry, "/event-gateway/accounts");
    try {
      List<AccountFile> left = AccountFile.leftIn(folder);
      AccountFile file = AccountFile.create(folder, run());
      IntakeAccounts accounts = new IntakeAccounts(file, InstantSource.system());
      AccountPublisher publisher =
          new AccountPublisher(
              file,
              left,
              accounts,
              mayTell,
              account -> producer.deliver(account.id(), account.columns()));
      publisher.start();

      return new Accounting(accounts, publisher, producer);
    } catch (RuntimeException e) {
      producer.close();
      throw e;
    }
  }

  /** Unlike any other run's, whichever machine that was on. */
  private static String run() {
    SecureRandom random = new SecureRandom();
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < RUN_DIGITS; i++) {
      run.append(Character.forDigit(random.nextInt(RADIX), RADIX));
    }

    return run.toString();
  }

  public IntakeAccounts accounts() {
    return accounts;
  }

  /** After the last event has been answered. */
  @Override
  public void close() {
    try {
      publisher.close();
    } finally {
      kafka.close();
    }
  }
}
