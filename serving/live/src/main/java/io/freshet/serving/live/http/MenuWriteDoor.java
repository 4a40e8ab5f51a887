package io.freshet.serving.live.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.live.http.JsonObjects.Read;
import io.freshet.serving.live.menu.Menu;
import io.freshet.serving.live.menu.MenuKey;
import io.freshet.serving.live.menu.MenuWritten;
import io.freshet.serving.live.menu.Menus;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * {@code PUT /restaurants/{market}/{restaurant_id}/menu}: a menu in place of the one that its
 * writer knows, for services.
 */
final class MenuWriteDoor {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([1-9]\\d{0,17})\"");

  private final Admission admission;
  private final BodyReader bodies;
  private final Menus menus;

  MenuWriteDoor(Admission admission, BodyReader bodies, Menus menus) {
    this.admission = admission;
    this.bodies = bodies;
    this.menus = menus;
  }

  CompletionStage<Reply> answer(Request request, MenuKey key) {
    Optional<Problem> stranger = admission.service(request);
    if (stranger.isPresent()) {
      return CompletableFuture.completedFuture(Reply.of(stranger.get()));
    }
    HttpFields headers = request.getHeaders();
    boolean isFirst = "*".equals(headers.get(HttpHeader.IF_NONE_MATCH));
    Matcher known = TAG.matcher(String.valueOf(headers.get(HttpHeader.IF_MATCH)));
    if (isFirst == known.matches()) {
      return CompletableFuture.completedFuture(
          Reply.of(
              Problem.of(
                  428,
                  "no_if_match",
                  "Send If-Match with the version that is replaced, such as \"3\", or"
                      + " If-None-Match: * with a restaurant's first menu")));
    }

    long version = isFirst ? 0 : Long.parseLong(known.group(1));

    return bodies
        .read(request)
        .handle(
            (body, failure) ->
                failure == null ? menu(body) : Read.<byte[]>refused(bodies.problem(failure)))
        .thenCompose(
            read ->
                read.fold(
                    menu -> write(key, version, menu),
                    problem -> CompletableFuture.completedFuture(Reply.of(problem))));
  }

  private static Read<byte[]> menu(byte[] body) {
    return JsonObjects.read(body)
        .then(
            json ->
                json.isObject()
                    ? Read.of(body)
                    : Read.refused(
                        Problem.of(
                            422,
                            "invalid_value",
                            "# is no JSON object, as a menu must be: {\"items\": […]}, say")));
  }

  /**
   * @param version that is replaced; 0 for none
   */
  private CompletionStage<Reply> write(MenuKey key, long version, byte[] menu) {
    CompletionStage<MenuWritten> writing =
        version == 0 ? menus.create(key, menu) : menus.replace(key, version, menu);

    return writing.handle(
        (written, failure) -> failure == null ? reply(key, written) : failed(failure));
  }

  private static Reply reply(MenuKey key, MenuWritten written) {
    if (written instanceof MenuWritten.Done done) {
      return done(done.menu());
    }
    if (written instanceof MenuWritten.Unfit unfit) {
      return Reply.of(
          Problem.of(422, "invalid_value", "Postgres can't keep the menu: " + unfit.why()));
    }
    long version = ((MenuWritten.Conflict) written).version();

    return Reply.of(
        Problem.of(
            412,
            "another_version",
            version == 0
                ? "Restaurant %s has no menu; send If-None-Match: *".formatted(key)
                : "The menu of restaurant %s has version %d; read it and decide anew"
                    .formatted(key, version)));
  }

  private static Reply done(Menu menu) {
    return Reply.of(
            menu.version() == 1 ? 201 : 200,
            JsonNodeFactory.instance
                .objectNode()
                .put("version", menu.version())
                .put("changed_at", menu.changedAt().toString()))
        .with(HttpHeader.ETAG, "W/" + MenuDoor.tag(menu.version()));
  }

  private static Reply failed(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof FreshetException known && known.fault() == Fault.DEPENDENCY) {
      return Reply.of(
          Problem.of(
                  503,
                  "postgres_away",
                  "Postgres does not answer: the menu may be written or not; read it and ask again")
              .retryLater());
    }
    throw new CompletionException(cause);
  }
}
