package io.freshet.testing.fuzz.document;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Set;

/**
 * Holds whatever a server answers in its tests against its OpenAPI document. Whoever uses it brings
 * the validator. Thread-safe.
 */
public final class DocumentedAnswers {
  private static final Set<String> UNKNOWN_CALL =
      Set.of("validation.request.operation.notAllowed", "validation.request.path.missing");

  private final OpenApiInteractionValidator document;

  private DocumentedAnswers(OpenApiInteractionValidator document) {
    this.document = document;
  }

  /**
   * @param resource where on the class path the document lies, with its name
   */
  public static DocumentedAnswers of(String resource) {
    return new DocumentedAnswers(OpenApiInteractionValidator.createFor(resource).build());
  }

  /**
   * The answer, unless it is another than the document says. Calls that it does not know may be
   * refused as unknown.
   */
  public HttpResponse<String> checked(HttpRequest request, HttpResponse<String> answer) {
    SimpleResponse.Builder response =
        SimpleResponse.Builder.status(answer.statusCode()).withBody(answer.body());
    answer.headers().map().forEach(response::withHeader);
    Method method = Method.valueOf(request.method().toUpperCase(Locale.ROOT));
    ValidationReport report =
        document.validateResponse(request.uri().getPath(), method, response.build());
    boolean isRefusedAsUnknown = answer.statusCode() == 404 || answer.statusCode() == 405;
    boolean isWrong =
        report.getMessages().stream()
            .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
            .anyMatch(message -> !isRefusedAsUnknown || !UNKNOWN_CALL.contains(message.getKey()));
    if (isWrong) {
      throw new AssertionError(
          "%s %s does not answer as documented: %s in %d %s"
              .formatted(
                  request.method(), request.uri(), report, answer.statusCode(), answer.body()));
    }

    return answer;
  }
}
