package io.freshet.serving.live.http;

import io.freshet.core.server.page.EntityTags;
import io.freshet.serving.live.menu.MenuKey;
import io.freshet.serving.live.menu.MenuReading;
import io.freshet.serving.live.menu.Menus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** {@code GET /restaurants/{market}/{restaurant_id}/menu}: for anyone, and how old it is. */
final class MenuDoor {
  private static final byte[] END = {'}'};

  private final Menus menus;

  MenuDoor(Menus menus) {
    this.menus = menus;
  }

  CompletionStage<Reply> answer(Request request, MenuKey key) {
    String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);

    return menus.read(key).thenApply(reading -> reply(key, reading, known));
  }

  private static Reply reply(MenuKey key, MenuReading reading, String known) {
    if (reading instanceof MenuReading.Told told) {
      String tag = tag(told.menu().version());
      Reply reply = EntityTags.hold(known, tag) ? Reply.notModified() : Reply.json(body(key, told));

      return reply
          .with(HttpHeader.ETAG, "W/" + tag) // its age is in it as well
          .with(HttpHeader.AGE, Long.toString(told.age().toSeconds()))
          .with(HttpHeader.CACHE_CONTROL, "no-cache");
    }

    return reading instanceof MenuReading.None
        ? Reply.of(
            Problem.of(
                404,
                "no_such_menu",
                "There is no menu of restaurant %s; a service sends its first by PUT"
                    .formatted(key)))
        : Reply.of(
            Problem.of(
                    503,
                    "menus_away",
                    "Postgres does not answer, and there is no copy of this menu; ask again")
                .retryLater());
  }

  /** Of a menu's version. */
  static String tag(long version) {
    return "\"" + version + "\"";
  }

  private static byte[] body(MenuKey key, MenuReading.Told told) {
    byte[] menu = told.menu().json();
    // No market's name has anything that JSON would escape.
    byte[] begin =
        """
        {"market":"%s","restaurant_id":%d,"version":%d,"changed_at":"%s","as_of":"%s",\
        "age_seconds":%d,"stale":%b,"menu":"""
            .formatted(
                key.market(),
                key.restaurantId(),
                told.menu().version(),
                told.menu().changedAt(),
                told.asOf(),
                told.age().toSeconds(),
                told.isStale())
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream json = new ByteArrayOutputStream(begin.length + menu.length + END.length);
    json.writeBytes(begin);
    json.writeBytes(menu);
    json.writeBytes(END);

    return json.toByteArray();
  }
}
