package io.freshet.console.http;

/**
 * A page and its status.
 *
 * @param name of the page, for metrics
 */
record Answer(String name, int status, byte[] html) {}
