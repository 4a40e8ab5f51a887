package io.freshet.cli.story;

import io.freshet.cli.Workspace;
import io.freshet.cli.live.LiveOrders;
import io.freshet.cli.live.LiveOrders.LiveOrder;
import io.freshet.cli.live.LiveProgram;
import io.freshet.cli.live.OrderLinks;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Set;

/** A live server beside a run; says where a few of its orders can be followed. */
final class LivePages implements Following {
  /** Among which those are looked for that have most before them. */
  private static final int SOME = 20;

  private final PageServer server;
  private final OrderLinks links;
  private final LiveOrders orders;
  private final Set<String> keys;
  private final FollowedOrders followed = new FollowedOrders();
  private final PrintWriter out;

  private LivePages(
      PageServer server, OrderLinks links, LiveOrders orders, Set<String> keys, PrintWriter out) {
    this.server = server;
    this.links = links;
    this.orders = orders;
    this.keys = Set.copyOf(keys);
    this.out = out;
  }

  /**
   * Returns when pages can be had.
   *
   * @param keys of the orders of the run: Redis may still show others, which nobody brings any more
   */
  static LivePages start(Workspace workspace, LiveOrders orders, Set<String> keys, PrintWriter out)
      throws IOException, InterruptedException {
    PageServer server = PageServer.start(LiveProgram.of(workspace, PortOption.any()));
    LivePages pages =
        new LivePages(
            server,
            new OrderLinks(server.address(), workspace.settings().text("live.token")),
            orders,
            keys,
            out);
    try {
      server.awaitAnswer();
    } catch (RuntimeException | InterruptedException e) {
      pages.close();
      throw e;
    }
    out.printf("The live server is at %s until the replay is over%n", server.address());
    out.flush();

    return pages;
  }

  @Override
  public void look() throws InterruptedException {
    for (LiveOrder order : followed.next(orders.some(SOME, keys::contains), orders::isOnItsWay)) {
      out.printf(
          "  follow order %s:%s  %s%n",
          order.market(), order.orderId(), links.page(order.market(), order.orderId()));
    }
    out.flush();
  }

  @Override
  public void close() {
    server.close();
  }
}
