package io.freshet.orchestration.airflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.orchestration.airflow.generated.ApiException;
import java.io.IOException;
import java.net.HttpURLConnection;

/** Says whose fault it is when Airflow does not do what was asked. */
final class AirflowFailures {
  private static final int UNPROCESSABLE = 422;

  private AirflowFailures() {}

  static FreshetException away(AirflowSettings settings, Throwable cause) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Airflow does not answer at %s (%s); start the embedded one with ./freshet airflow up, or set airflow.url"
            .formatted(settings.url(), reason(cause)),
        cause);
  }

  static FreshetException of(AirflowSettings settings, String what, ApiException failure) {
    int status = failure.getCode();
    if (status == 0) { // no answer at all
      return failure.getCause() instanceof IOException cause
          ? away(settings, cause)
          : new FreshetException(Fault.OURS, "Cannot %s".formatted(what), failure);
    }
    Fault fault =
        switch (status) {
          case HttpURLConnection.HTTP_BAD_REQUEST,
              HttpURLConnection.HTTP_UNAUTHORIZED,
              HttpURLConnection.HTTP_FORBIDDEN,
              HttpURLConnection.HTTP_NOT_FOUND,
              HttpURLConnection.HTTP_CONFLICT,
              UNPROCESSABLE ->
              Fault.CALLER;
          default -> Fault.DEPENDENCY;
        };

    return new FreshetException(
        fault,
        "Cannot %s: Airflow answered %d, %s"
            .formatted(what, status, detail(failure.getResponseBody())),
        failure);
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  /** What Airflow says in {@code detail}, or all of a short answer. */
  private static String detail(String body) {
    if (body == null || body.isBlank()) {
      return "without a word";
    }
    try {
      JsonNode detail = new ObjectMapper().readTree(body).path("detail");

      return detail.isTextual() ? detail.asText() : body;
    } catch (IOException notJson) {
      return body;
    }
  }
}
