package io.freshet.ingestion.deadletters.redrive;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.stream.KafkaClients;
import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.envelope.stream.TransactionalConfig;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends events together with the notes of them, in one transaction of Kafka each time: both or
 * neither. There is one sender of a contract at a time; one that is opened puts an end to the one
 * before, and to the transaction that it may have left open. Not thread-safe.
 */
final class RedriveSender implements AutoCloseable {
  /**
   * Readers of committed records wait behind an open transaction, so one whose sender has died is
   * given up soon. A living one needs a fraction of a second.
   */
  static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(20);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
  private static final int COMMIT_ATTEMPTS = 3;

  private final String contract;
  private final int partitions;
  private final Producer<byte[], byte[]> kafka;

  private RedriveSender(String contract, int partitions, Producer<byte[], byte[]> kafka) {
    this.contract = contract;
    this.partitions = partitions;
    this.kafka = kafka;
  }

  /** Returns when no other sender of the contract can send any more. */
  static RedriveSender open(Contract contract, KafkaSettings settings) {
    KafkaProducer<byte[], byte[]> kafka =
        KafkaClients.made(
            settings,
            () ->
                new KafkaProducer<>(
                    TransactionalConfig.of(
                        settings,
                        "freshet-redrive-" + contract.name(),
                        TRANSACTION_TIMEOUT,
                        ANSWER_WITHIN,
                        contract.requireStream().maxMessageBytes()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer()));
    try {
      kafka.initTransactions();

      return new RedriveSender(
          contract.name(), kafka.partitionsFor(Streams.topic(contract)).size(), kafka);
    } catch (RuntimeException e) {
      kafka.close(Duration.ZERO);
      throw KafkaFaults.failure("begin a redrive of " + contract.name(), e);
    }
  }

  /** Of the contract's topic. */
  int partitions() {
    return partitions;
  }

  /** Kafka has not said whether it took a transaction. */
  static final class InDoubtException extends FreshetException {
    InDoubtException(String message, Throwable cause) {
      super(Fault.DEPENDENCY, message, cause);
    }
  }

  /**
   * Sends all of them or none.
   *
   * @return where each lies now
   * @throws InDoubtException when it may have been either
   */
  List<RecordMetadata> send(List<Dispatch> dispatches) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try {
      kafka.beginTransaction();
      for (Dispatch dispatch : dispatches) {
        sent.add(kafka.send(dispatch.event()));
        Future<RecordMetadata> unused = kafka.send(dispatch.note());
      }
      // Before the commit, so that what fails here has surely not been committed.
      kafka.flush();
      List<RecordMetadata> positions = positions(sent);
      commit();

      return positions;
    } catch (KafkaException e) {
      throw failure(e);
    }
  }

  private List<RecordMetadata> positions(List<Future<RecordMetadata>> sent) {
    List<RecordMetadata> positions = new ArrayList<>();
    try {
      for (Future<RecordMetadata> each : sent) {
        positions.add(each.get());
      }

      return positions;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    }
  }

  private void commit() {
    for (int attempt = 1; ; attempt++) {
      try {
        kafka.commitTransaction();
        return;
      } catch (TimeoutException | InterruptException e) {
        if (attempt == COMMIT_ATTEMPTS || e instanceof InterruptException) {
          throw new InDoubtException(
              "Kafka did not say whether it took the last events of a redrive of %s; run it again,"
                      .formatted(contract)
                  + " which finds out and sends none twice",
              e);
        }
      }
    }
  }

  private FreshetException failure(KafkaException failure) {
    if (isOvertaken(failure)) {
      return new FreshetException(
          Fault.CALLER,
          "Another redrive of %s was begun and goes on in place of this one, or this one stood still"
                  .formatted(contract)
              + " for %d s; run it again if none does".formatted(TRANSACTION_TIMEOUT.toSeconds()),
          failure);
    }
    abort();

    return KafkaFaults.failure("redrive dead letters of " + contract, failure);
  }

  private static boolean isOvertaken(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }

    return false;
  }

  /** Else readers would wait until the transaction's timeout. */
  private void abort() {
    try {
      kafka.abortTransaction();
    } catch (KafkaException unreachable) {
      // Then its timeout does it, or the next redrive.
    }
  }

  @Override
  public void close() {
    kafka.close(ANSWER_WITHIN);
  }
}
