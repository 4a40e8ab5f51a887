package io.freshet.core.lake;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/** Tells whose fault a failure is that came out of Iceberg or of an engine above it. */
public final class LakeFailures {
  /** Met anywhere in the chain of causes, these mean that a retry helps. */
  private static final List<Class<? extends Throwable>> AWAY =
      List.of(
          ConnectException.class,
          SocketTimeoutException.class,
          UnknownHostException.class,
          RESTException.class,
          ServiceFailureException.class,
          ServiceUnavailableException.class,
          CommitFailedException.class,
          CommitStateUnknownException.class);

  private LakeFailures() {}

  /** Engines wrap what they caught, so the whole chain of causes counts. */
  public static Fault fault(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FreshetException known) {
        return known.fault();
      }
      if (AWAY.stream().anyMatch(of(cause))) {
        return Fault.DEPENDENCY;
      }
    }

    return Fault.OURS;
  }

  private static Predicate<Class<?>> of(Throwable cause) {
    return type -> type.isInstance(cause);
  }
}
