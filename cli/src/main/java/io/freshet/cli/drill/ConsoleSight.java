package io.freshet.cli.drill;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages of a console as a browser gets them. */
final class ConsoleSight {
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
  private static final Pattern OPEN =
      Pattern.compile("(?m)^freshet_console_alerts_open ([\\d.]+)$");

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWERED_WITHIN)
          .build();

  /**
   * @param address without a path, such as {@code http://127.0.0.1:8989}
   */
  ConsoleSight(URI address) {
    this.address = address;
  }

  URI address() {
    return address;
  }

  /**
   * @throws FreshetException {@code DEPENDENCY} when it does not answer
   */
  boolean shows(Sign sign) {
    return sign.isIn(text(sign.page()));
  }

  /** How many alerts last. */
  int openAlerts() {
    Matcher open = OPEN.matcher(text("/metrics"));
    if (!open.find()) {
      throw new FreshetException(
          Fault.OURS, "The console at %s does not say how many alerts last".formatted(address));
    }

    return (int) Double.parseDouble(open.group(1));
  }

  private String text(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWERED_WITHIN).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "The console at %s does not answer: %s".formatted(address, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking the console", e);
    }
  }
}
