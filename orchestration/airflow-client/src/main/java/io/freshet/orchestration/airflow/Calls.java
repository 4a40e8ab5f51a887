package io.freshet.orchestration.airflow;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.orchestration.airflow.generated.ApiClient;
import io.freshet.orchestration.airflow.generated.ApiException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

/** How Airflow is asked: logged in, page by page, with failures that say whose they are. */
final class Calls {
  /** Airflow itself gives no more at a time. */
  private static final int PAGE = 100;

  private final AirflowSettings settings;
  private final Tokens tokens;
  private final ApiClient client = new ApiClient();

  /** Asks nothing yet. */
  Calls(AirflowSettings settings) {
    this.settings = settings;
    // uvicorn loses the body of a request that asks for HTTP/2 on the way
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.timeout());
    this.tokens = new Tokens(settings, http.build());
    client.setHttpClientBuilder(http);
    client.updateBaseUri(settings.url().toString());
    client.setReadTimeout(settings.timeout());
    client.setRequestInterceptor(
        request -> request.setHeader("Authorization", "Bearer " + tokens.token()));
  }

  /** A call of the API. */
  @FunctionalInterface
  interface Question<T> {
    T ask() throws ApiException;
  }

  /** A call that lists things from some place on. */
  @FunctionalInterface
  interface PageQuestion<T> {
    List<T> ask(int limit, int offset) throws ApiException;
  }

  ApiClient client() {
    return client;
  }

  /** One question; asked once more with a new token where the old one has expired. */
  <T> T ask(String what, Question<T> question) {
    try {
      return question.ask();
    } catch (ApiException e) {
      if (e.getCode() != HttpURLConnection.HTTP_UNAUTHORIZED) {
        throw AirflowFailures.of(settings, what, e);
      }
    }
    tokens.forget();
    try {
      return question.ask();
    } catch (ApiException e) {
      throw AirflowFailures.of(settings, what, e);
    }
  }

  /** Everything that there is to list. */
  <T> List<T> all(String what, PageQuestion<T> question) {
    return first(what, Integer.MAX_VALUE, question);
  }

  /** No more than so many. */
  <T> List<T> first(String what, int most, PageQuestion<T> question) {
    List<T> found = new ArrayList<>();
    int limit;
    int got;
    do {
      int offset = found.size();
      int wanted = Math.min(PAGE, most - offset);
      List<T> page = ask(what, () -> question.ask(wanted, offset));
      found.addAll(page);
      limit = wanted;
      got = page.size();
    } while (got == limit && found.size() < most);

    return found;
  }

  /** Whether a failure is this answer of Airflow's. */
  static boolean isAnswered(FreshetException failure, int status) {
    return failure.getCause() instanceof ApiException cause && cause.getCode() == status;
  }
}
