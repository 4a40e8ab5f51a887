package io.freshet.catalog.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.core.server.postgres.PostgresAwayException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.rest.responses.ErrorResponse;

/**
 * The protocol's error model. The rule that matters: a commit that may have landed is never told to
 * have failed, because the client would delete the files that are now in the table.
 */
final class Failures {
  /** Answers that are certain: whatever throws one of these has changed nothing. */
  private static final List<Known> REFUSALS =
      List.of(
          new Known(NotAuthorizedException.class, 401),
          new Known(ForbiddenException.class, 403),
          new Known(NoSuchNamespaceException.class, 404),
          new Known(NoSuchTableException.class, 404),
          new Known(NoSuchViewException.class, 404),
          new Known(UnsupportedOperationException.class, 406),
          new Known(NamespaceNotEmptyException.class, 409),
          new Known(AlreadyExistsException.class, 409),
          new Known(CommitFailedException.class, 409),
          new Known(UnprocessableEntityException.class, 422),
          new Known(ValidationException.class, 400),
          new Known(BadRequestException.class, 400),
          new Known(IllegalArgumentException.class, 400));

  /** A file is missing; behind a commit that does not say whether the commit landed. */
  private static final Known FILE_MISSING = new Known(NotFoundException.class, 404);

  private static final String UNIQUE_VIOLATION = "23505";
  private static final String VALUE_TOO_LONG = "22001";

  private Failures() {}

  static ErrorResponse explain(RuntimeException failure, Effect effect) {
    return refusal(failure)
        .or(() -> FILE_MISSING.explain(failure).filter(ignored -> effect != Effect.COMMITS))
        .orElseGet(
            () ->
                switch (effect) {
                  case READS -> isAway(failure) ? away(failure) : unexpected(failure);
                  case CHANGES -> unexpected(failure);
                  case COMMITS -> unknown(failure);
                });
  }

  static ErrorResponse error(int status, String type, String message) {
    return ErrorResponse.builder()
        .responseCode(status)
        .withType(type)
        .withMessage(String.valueOf(message))
        .build();
  }

  private static Optional<ErrorResponse> refusal(RuntimeException failure) {
    return REFUSALS.stream()
        .flatMap(known -> known.explain(failure).stream())
        .findFirst()
        .or(() -> refusalOfPostgres(failure));
  }

  /** Postgres has refused the one statement that would have changed something. */
  private static Optional<ErrorResponse> refusalOfPostgres(RuntimeException failure) {
    return find(failure, SQLException.class::isInstance)
        .map(cause -> String.valueOf(((SQLException) cause).getSQLState()))
        .flatMap(
            state ->
                switch (state) {
                  case UNIQUE_VIOLATION ->
                      Optional.of(
                          error(
                              409,
                              AlreadyExistsException.class.getSimpleName(),
                              "Someone else made the same thing at the same moment"));
                  case VALUE_TOO_LONG ->
                      Optional.of(
                          error(
                              400,
                              BadRequestException.class.getSimpleName(),
                              "A name or a property is longer than the catalog stores: names 255"
                                  + " characters, metadata locations 1000"));
                  default -> Optional.empty();
                });
  }

  /** Postgres or the object store, as opposed to a bug or a damaged file. */
  private static boolean isAway(RuntimeException failure) {
    return find(
            failure,
            cause ->
                cause instanceof PostgresAwayException
                    || cause instanceof SQLException
                    || (cause instanceof IOException
                        && !(cause instanceof JsonProcessingException)))
        .isPresent();
  }

  private static ErrorResponse away(RuntimeException failure) {
    return error(503, ServiceUnavailableException.class.getSimpleName(), failure.getMessage());
  }

  private static ErrorResponse unknown(RuntimeException failure) {
    return error(
        500,
        CommitStateUnknownException.class.getSimpleName(),
        "The commit may have landed or not; look before you repeat it. Cause: " + failure);
  }

  private static ErrorResponse unexpected(RuntimeException failure) {
    return error(500, "InternalServerError", "The catalog failed: " + failure);
  }

  private static Optional<Throwable> find(Throwable failure, Predicate<Throwable> wanted) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(wanted)
        .findFirst();
  }

  /** An exception of Iceberg's that has a status; its name is the error's type. */
  private record Known(Class<? extends RuntimeException> type, int status) {
    Optional<ErrorResponse> explain(RuntimeException failure) {
      return type.isInstance(failure)
          ? Optional.of(error(status, type.getSimpleName(), failure.getMessage()))
          : Optional.empty();
    }
  }
}
