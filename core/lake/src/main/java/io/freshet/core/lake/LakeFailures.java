package io.freshet.core.lake;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;

/** Tells whose fault a failure is that came out of Iceberg or of an engine above it, and why. */
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

  /** Of what a catalog answers, these mean that another try would get the same answer. */
  private static final List<Class<? extends Throwable>> REFUSED =
      List.of(NotAuthorizedException.class, ForbiddenException.class);

  private static final List<Class<? extends Throwable>> MISUNDERSTOOD =
      List.of(BadRequestException.class, UnprocessableEntityException.class);

  private LakeFailures() {}

  /** Engines wrap what they caught, so the whole chain of causes counts. */
  public static Fault fault(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FreshetException known) {
        return known.fault();
      }
      if (REFUSED.stream().anyMatch(of(cause))) {
        return Fault.CALLER;
      }
      if (MISUNDERSTOOD.stream().anyMatch(of(cause))) {
        return Fault.OURS;
      }
      if (AWAY.stream().anyMatch(of(cause))) {
        return Fault.DEPENDENCY;
      }
    }

    return Fault.OURS;
  }

  /** Its message, or what it is where it has none. */
  public static String reason(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static Predicate<Class<?>> of(Throwable cause) {
    return type -> type.isInstance(cause);
  }
}
