package io.freshet.serving.live.watch;

/**
 * The connection on which a watcher is told things. One call at a time, until it is done; {@link
 * #giveUp} and {@link #cut} may come meanwhile. Nothing blocks.
 */
public interface Outlet {
  /** What is called exactly once, on any thread, perhaps before the call has returned. */
  interface Done {
    /** The other side's machine has it, or this one's network buffers. */
    void written();

    void failed(Throwable cause);
  }

  void push(Push push, Done done);

  /** Something that changes nothing, so that whatever stands between sees the connection in use. */
  void keepAlive(Done done);

  /** Says why and ends; the last call. */
  void end(Ending why, Done done);

  /** Ends a connection that takes nothing, and says why if it takes something after all. */
  void giveUp(Ending why);

  /** Ends the connection at once. */
  void cut();

  /** Whether the other side answers what keeps it alive. */
  boolean answers();

  /** For metrics: {@code websocket} or {@code sse}. */
  String kind();
}
