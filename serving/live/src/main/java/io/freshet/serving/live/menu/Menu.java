package io.freshet.serving.live.menu;

import java.time.Instant;

/**
 * What a restaurant offers.
 *
 * @param version rises with each change
 * @param json an object, in UTF-8; not to be changed
 */
public record Menu(long version, Instant changedAt, byte[] json) {}
