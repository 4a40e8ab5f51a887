package io.freshet.serving.live.http;

import io.freshet.core.server.page.PageAnswer;
import io.freshet.core.server.page.PageFile;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.page.PageFiles;
import io.freshet.serving.live.page.StreetMaps;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * {@code GET /track/{market}/{order}}, what that page loads, and {@code GET /maps/{market}}.
 * Nothing of it is about a customer, so anyone may read it: the token is behind the address's
 * {@code #}, which browsers keep to themselves.
 */
final class TrackingHandler extends Handler.Abstract {
  private static final Pattern PAGE = Pattern.compile("/track/([^/]+)/([^/]+)");
  private static final Pattern PART = Pattern.compile("/track/([^/]+)");
  private static final Pattern MAP = Pattern.compile("/maps/([^/]+)");

  /** What a browser may do for this page: speak with this server, and nothing else. */
  private static final Map<String, String> GUARDS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin");

  private final PageFiles files;
  private final StreetMaps maps;

  TrackingHandler(PageFiles files, StreetMaps maps) {
    this.files = files;
    this.maps = maps;
  }

  /**
   * What is at an address.
   *
   * @param status 404 for a page that says that there is no such order
   */
  private record Found(int status, PageFile file) {}

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      return false;
    }
    Optional<Found> found = find(request.getHttpURI().getPath());
    found.ifPresent(
        each -> PageAnswer.write(each.status(), each.file(), GUARDS, request, response, callback));

    return found.isPresent();
  }

  private Optional<Found> find(String path) {
    Matcher page = PAGE.matcher(path);
    if (page.matches()) {
      boolean isOrder = OrderKey.of(page.group(1), page.group(2)).isPresent();

      return Optional.of(new Found(isOrder ? 200 : 404, files.page()));
    }
    Matcher part = PART.matcher(path);
    if (part.matches()) {
      return files.part(part.group(1)).map(file -> new Found(200, file));
    }
    Matcher map = MAP.matcher(path);

    return map.matches()
        ? maps.of(map.group(1)).map(file -> new Found(200, file))
        : Optional.empty();
  }
}
