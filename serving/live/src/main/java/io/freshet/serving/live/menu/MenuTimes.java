package io.freshet.serving.live.menu;

import java.time.Duration;

/**
 * How old things may be, and how long they may take.
 *
 * @param fresh for which a copy is told without asking
 * @param stale for which it is told while Postgres is asked; an older one only if that does not
 *     answer
 * @param patience of a reader who waits for the answer
 * @param life of a copy in Redis that nobody renews
 */
public record MenuTimes(Duration fresh, Duration stale, Duration patience, Duration life) {}
