package io.freshet.catalog.http;

import io.freshet.catalog.protocol.Answer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What the HTTP server itself refuses, in the protocol's error model instead of a web page. */
final class JsonErrors extends ErrorHandler {
  private final AnswerWriter writer;

  JsonErrors(AnswerWriter writer) {
    this.writer = writer;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    String reason = HttpStatus.getMessage(status);
    Answer answer =
        Answer.refusal(status, reason.replace(" ", ""), message == null ? reason : message);
    writer.write(answer, request, response, callback);
  }
}
