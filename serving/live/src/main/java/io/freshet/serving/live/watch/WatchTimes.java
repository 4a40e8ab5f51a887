package io.freshet.serving.live.watch;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param write until a message is on its way; who takes longer is sent away
 * @param pingEvery after which a connection on which nothing was sent gets a ping
 * @param idle after which a connection whose pings nobody answers is cut
 * @param healEvery at which watched documents are read again
 * @param staleAfter how long the job that writes orders may be silent until watchers are told so;
 *     zero: they never are
 * @param linger how long a channel is listened to when nobody watches any more
 */
public record WatchTimes(
    Duration write,
    Duration pingEvery,
    Duration idle,
    Duration healEvery,
    Duration staleAfter,
    Duration linger) {

  /** After which the job is silent. It is heard of when documents are read, and not in between. */
  Duration silence() {
    Duration least = healEvery.multipliedBy(2);

    return staleAfter.isZero() || staleAfter.compareTo(least) > 0 ? staleAfter : least;
  }
}
