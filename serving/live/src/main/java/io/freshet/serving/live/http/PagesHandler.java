package io.freshet.serving.live.http;

import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What anyone may read at any time, by path. */
final class PagesHandler extends Handler.Abstract {
  private final Map<String, Supplier<Reply>> pages;

  PagesHandler(Map<String, Supplier<Reply>> pages) {
    this.pages = pages;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Supplier<Reply> page = pages.get(request.getHttpURI().getPath());
    if (page == null || !HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    page.get().write(response, callback);

    return true;
  }
}
