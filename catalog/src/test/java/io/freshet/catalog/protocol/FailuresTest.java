package io.freshet.catalog.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchIcebergTableException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.UnprocessableEntityException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private static final String CONNECTION_BROKE = "08006";

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments(new NotAuthorizedException("no"), 401, "NotAuthorizedException"),
        arguments(new ForbiddenException("no"), 403, "ForbiddenException"),
        arguments(new NoSuchNamespaceException("no"), 404, "NoSuchNamespaceException"),
        arguments(new NoSuchTableException("no"), 404, "NoSuchTableException"),
        arguments(new NoSuchIcebergTableException("no"), 404, "NoSuchTableException"),
        arguments(new NoSuchViewException("no"), 404, "NoSuchViewException"),
        arguments(new UnsupportedOperationException("no"), 406, "UnsupportedOperationException"),
        arguments(new NamespaceNotEmptyException("no"), 409, "NamespaceNotEmptyException"),
        arguments(new AlreadyExistsException("no"), 409, "AlreadyExistsException"),
        arguments(new CommitFailedException("no"), 409, "CommitFailedException"),
        arguments(new UnprocessableEntityException("no"), 422, "UnprocessableEntityException"),
        arguments(new ValidationException("no"), 400, "ValidationException"),
        arguments(new BadRequestException("no"), 400, "BadRequestException"),
        arguments(new NumberFormatException("no"), 400, "IllegalArgumentException"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void explainsARefusalTheSameWayWhateverItStopped(
      RuntimeException failure, int status, String type) {
    for (Effect effect : Effect.values()) {
      ErrorResponse error = Failures.explain(failure, effect);

      assertThat(error.code()).isEqualTo(status);
      assertThat(error.type()).isEqualTo(type);
      assertThat(error.message()).isEqualTo("no");
    }
  }

  @Test
  void letsAReadBeRepeatedWhenPostgresIsAway() {
    ErrorResponse error = Failures.explain(brokenConnection(), Effect.READS);

    assertThat(error.code()).isEqualTo(503);
    assertThat(error.type()).isEqualTo("ServiceUnavailableException");
  }

  @Test
  void letsAReadBeRepeatedWhenTheStoreIsAway() {
    RuntimeException away =
        new IllegalStateException("S3 client", new ConnectException("Connection refused"));

    assertThat(Failures.explain(away, Effect.READS).code()).isEqualTo(503);
  }

  @Test
  void doesNotLetAChangeBeRepeatedThatMayHaveLanded() {
    ErrorResponse error = Failures.explain(brokenConnection(), Effect.CHANGES);

    assertThat(error.code()).isEqualTo(500);
    assertThat(error.type()).isEqualTo("InternalServerError");
  }

  @Test
  void callsACommitUnknownThatMayHaveLanded() {
    ErrorResponse error = Failures.explain(brokenConnection(), Effect.COMMITS);

    assertThat(error.code()).isEqualTo(500);
    assertThat(error.type()).isEqualTo("CommitStateUnknownException");
    assertThat(error.message()).startsWith("The commit may have landed or not; look before");
  }

  @Test
  void doesNotTakeAMissingFileBehindACommitForAMissingTable() {
    NotFoundException missing = new NotFoundException("no metadata.json");

    assertThat(Failures.explain(missing, Effect.READS).code()).isEqualTo(404);
    assertThat(Failures.explain(missing, Effect.COMMITS).code()).isEqualTo(500);
  }

  @Test
  void doesNotCallDamagedMetadataAnOutage() {
    IOException damaged = new JsonParseException((JsonParser) null, "no JSON");

    assertThat(Failures.explain(new UncheckedIOException(damaged), Effect.READS).code())
        .isEqualTo(500);
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void callsWhatSomeoneElseMadeFirstAConflict(Effect effect) {
    ErrorResponse error = Failures.explain(sql("23505"), effect);

    assertThat(error.code()).isEqualTo(409);
    assertThat(error.type()).isEqualTo("AlreadyExistsException");
  }

  @ParameterizedTest
  @EnumSource(Effect.class)
  void callsANameThatIsTooLongABadRequest(Effect effect) {
    assertThat(Failures.explain(sql("22001"), effect).code()).isEqualTo(400);
  }

  @Test
  void namesABugAfterItsException() {
    ErrorResponse error = Failures.explain(new IllegalStateException("odd"), Effect.READS);

    assertThat(error.code()).isEqualTo(500);
    assertThat(error.message())
        .isEqualTo("The catalog failed: java.lang.IllegalStateException: odd");
  }

  private static RuntimeException brokenConnection() {
    return sql(CONNECTION_BROKE);
  }

  private static RuntimeException sql(String state) {
    return new UncheckedSQLException(new SQLException("from Postgres", state), "failed");
  }
}
