package io.freshet.catalog.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.access.TokenDesk;
import io.freshet.catalog.protocol.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.responses.OAuthTokenResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * {@code POST /v1/oauth/tokens}, for anyone: so it reads little, holds no thread while it waits for
 * a body, and none of the places of those who have a token.
 */
final class TokenHandler extends Handler.Abstract {
  private static final String PATH = "/v1/oauth/tokens";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final int MAX_FIELDS = 20;
  private static final int MAX_BYTES = 16 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final TokenDesk desk;
  private final AccessLog log;
  private final AnswerWriter writer;

  TokenHandler(TokenDesk desk, AccessLog log, AnswerWriter writer) {
    this.desk = desk;
    this.log = log;
    this.writer = writer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getHttpURI().getPath().equals(PATH)) {
      return false;
    }
    // What is kept by somebody in between opens a door.
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (HttpMethod.POST.is(request.getMethod())) {
      form(request)
          .handle((form, failure) -> failure == null ? answer(form, request) : unreadable())
          .thenAccept(answer -> writer.write(answer, request, response, callback))
          .exceptionally(
              failure -> {
                callback.failed(failure);
                return null;
              });
    } else {
      response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
    }

    return true;
  }

  private static CompletableFuture<Fields> form(Request request) {
    if (!isForm(request)) {
      return CompletableFuture.failedFuture(new IllegalArgumentException("no form"));
    }
    CompletableFuture<Fields> form = new CompletableFuture<>();
    try {
      FormFields.onFields(
          request,
          StandardCharsets.UTF_8,
          MAX_FIELDS,
          MAX_BYTES,
          Promise.Invocable.from(
              Invocable.InvocationType.BLOCKING, form::complete, form::completeExceptionally));
    } catch (IllegalStateException tooLarge) {
      form.completeExceptionally(tooLarge);
    }

    return form.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean isForm(Request request) {
    try {
      return FormFields.getFormEncodedCharset(request) != null;
    } catch (IllegalArgumentException noCharset) {
      return false;
    }
  }

  private Answer answer(Fields fields, Request request) {
    Map<String, String> form = new HashMap<>();
    for (Fields.Field field : fields) {
      if (field.hasMultipleValues()) {
        return error(400, "invalid_request", "A parameter is there twice");
      }
      form.put(field.getName(), field.getValue());
    }
    TokenDesk.Outcome outcome =
        desk.answer(form, request.getHeaders().get(HttpHeader.AUTHORIZATION));
    if (outcome instanceof TokenDesk.Refused refused) {
      log.refused(refused, Request.getRemoteAddr(request));

      return error(refused.status(), refused.error(), refused.description());
    }
    TokenDesk.Granted granted = (TokenDesk.Granted) outcome;
    log.granted(granted);
    OAuthTokenResponse.Builder token =
        OAuthTokenResponse.builder()
            .withToken(granted.token())
            .withIssuedTokenType(ACCESS_TOKEN)
            .withTokenType("bearer")
            .setExpirationInSeconds((int) granted.seconds());

    return new Answer(200, Map.of(), Optional.of(token.addScopes(granted.scopes()).build()));
  }

  private static Answer unreadable() {
    return error(
        400,
        "invalid_request",
        "The body must be a form (application/x-www-form-urlencoded) of at most %d bytes, sent at"
                .formatted(MAX_BYTES)
            + " once");
  }

  private static Answer error(int status, String error, String description) {
    return new Answer(status, Map.of(), Optional.of(new OAuthError(error, description)));
  }

  /** As RFC 6749 has it, which is not as the rest of the protocol has it. */
  private record OAuthError(
      @JsonProperty("error") String error, @JsonProperty("error_description") String description)
      implements RESTResponse {
    @Override
    public void validate() {}
  }
}
