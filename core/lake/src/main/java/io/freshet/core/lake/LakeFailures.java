package io.freshet.core.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;

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

  /** Of what Iceberg meets, these speak of one table and say nothing of the others. */
  private static final List<Class<? extends Throwable>> OF_ONE_TABLE =
      List.of(
          NoSuchTableException.class,
          NoSuchNamespaceException.class,
          NotFoundException.class,
          ForbiddenException.class,
          ValidationException.class,
          IllegalArgumentException.class);

  private LakeFailures() {}

  /**
   * Whether it is the table's own: gone, changed behind our back, closed to us. Other tables of the
   * catalog may be well, and another try meets the same until somebody has mended it.
   */
  public static boolean isOfOneTable(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FreshetException known) {
        return known.fault() != Fault.DEPENDENCY;
      }
      if (OF_ONE_TABLE.stream().anyMatch(of(cause))) {
        return true;
      }
      if (AWAY.stream().anyMatch(of(cause))) {
        return false;
      }
    }

    return false;
  }

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

  /**
   * Its message, or what it is where it has none, and of a catalog that gave no answer what its
   * client met, whatever that is wrapped in; but where it is told already by a message of ours.
   */
  public static String reason(Throwable failure) {
    String said = said(failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof FreshetException) {
        return said;
      }
      if (cause instanceof RESTException
          && cause.getCause() instanceof IOException met
          && !(met instanceof JsonProcessingException)) {
        String silence = silence(cause, met);

        return cause == failure
            ? silence
            : said.contains(silence) ? said : "%s: %s".formatted(said, silence);
      }
    }

    return said;
  }

  /** The address too, where {@link CatalogClient} asked; Iceberg's own names the method alone. */
  private static String silence(Throwable failure, IOException met) {
    return said(failure).contains(said(met))
        ? said(failure)
        : "The catalog does not answer: " + said(met);
  }

  private static String said(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static Predicate<Class<?>> of(Throwable cause) {
    return type -> type.isInstance(cause);
  }
}
