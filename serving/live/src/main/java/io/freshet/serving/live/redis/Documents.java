package io.freshet.serving.live.redis;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The documents that others keep in Redis, and the channels on which they tell changes. A channel
 * bears its document's name, so that in a Cluster both are on one node. Nothing blocks: while Redis
 * is away everything fails at once, or after a short timeout.
 */
public interface Documents extends AutoCloseable {
  /** Told on threads that serve everybody: what takes long belongs elsewhere. */
  interface Listener {
    /** A message, which is a hint: it may come twice, late or never. */
    void changed(String channel, byte[] document);

    /** Redis can be read again; what was written meanwhile nobody has told. */
    void readable();

    /** Channels can be heard again, and all subscriptions have to be made anew. */
    void audible();

    /** That channel can't be heard any more, be it that we wanted so or that it went elsewhere. */
    void inaudible(String channel);

    void away();
  }

  /** Tells the listener from now on; once. */
  void listen(Listener listener);

  /** The documents of these names, in one round trip; empty where there is none. */
  CompletionStage<List<Optional<byte[]>>> read(List<String> names);

  /** Done when each message that is published from then on is heard; again does no harm. */
  CompletionStage<Void> subscribe(List<String> channels);

  CompletionStage<Void> unsubscribe(List<String> channels);

  /** Done when Redis has answered. */
  CompletionStage<Void> ping();

  @Override
  void close();
}
