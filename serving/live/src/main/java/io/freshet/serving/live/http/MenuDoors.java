package io.freshet.serving.live.http;

import io.freshet.serving.live.menu.MenuKey;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.http.HttpMethod;

/** What is served at a restaurant's menu. */
@FunctionalInterface
interface MenuDoors {
  List<Door> of(MenuKey key);

  static MenuDoors of(MenuDoor read, MenuWriteDoor write) {
    return key ->
        List.of(
            new Door("menu", HttpMethod.GET, request -> read.answer(request, key)),
            new Door("menu-write", HttpMethod.PUT, request -> write.answer(request, key)));
  }

  /** Of a server that is told no Postgres. */
  static MenuDoors none() {
    CompletionStage<Reply> none =
        CompletableFuture.completedFuture(
            Reply.of(
                Problem.of(
                    501,
                    "no_menus",
                    "This server has no menus; postgres.url names where they are")));

    return key ->
        List.of(
            new Door("menu", HttpMethod.GET, request -> none),
            new Door("menu-write", HttpMethod.PUT, request -> none));
  }
}
