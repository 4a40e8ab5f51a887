package io.freshet.core.envelope.stream;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Says whose fault a failure of a Kafka client is, for whoever asks Kafka something. */
public final class KafkaFaults {
  private KafkaFaults() {}

  /**
   * What Kafka answers, if it does so in time.
   *
   * @throws FreshetException as {@link #failure} makes it; its cause is Kafka's own exception
   */
  public static <T> T answer(KafkaFuture<T> asked, Duration within, String doing) {
    try {
      return asked.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(doing, e);
    } catch (TimeoutException e) {
      throw failure(
          doing,
          new org.apache.kafka.common.errors.TimeoutException(
              "no answer within %s".formatted(Durations.print(within)), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(doing, new InterruptException(e));
    }
  }

  /** {@code Cannot <doing>: <reason>}; a refusal is the caller's fault, an absence is Kafka's. */
  public static FreshetException failure(String doing, Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof FreshetException known) {
      return known;
    }

    return new FreshetException(
        fault(cause), "Cannot %s: %s".formatted(doing, reason(cause)), cause);
  }

  /** Of a client that could not be made Kafka itself only says so, and its cause why. */
  private static String reason(Throwable cause) {
    String reason =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    boolean isVague = cause.getClass().equals(KafkaException.class) && cause.getCause() != null;

    return isVague ? "%s: %s".formatted(reason, reason(cause.getCause())) : reason;
  }

  private static Fault fault(Throwable cause) {
    if (cause instanceof AuthenticationException
        || cause instanceof AuthorizationException
        || cause instanceof ConfigException
        || cause instanceof InvalidConfigurationException
        || cause instanceof InvalidTopicException
        || cause instanceof PolicyViolationException
        || cause instanceof RecordTooLargeException) {
      return Fault.CALLER;
    }

    return cause instanceof KafkaException ? Fault.DEPENDENCY : Fault.OURS;
  }

  private static Throwable unwrapped(Throwable failure) {
    boolean wraps = failure instanceof ExecutionException || failure instanceof CompletionException;

    return wraps && failure.getCause() != null ? failure.getCause() : failure;
  }
}
