package io.freshet.bench.door;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Takes a body in, as a door does that has nothing else to do, and says so. */
final class TakingHandler extends Handler.Abstract {
  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Content.Source.consumeAll(request);
    response.setStatus(HttpStatus.ACCEPTED_202);
    response.write(true, BufferUtil.EMPTY_BUFFER, callback);

    return true;
  }
}
