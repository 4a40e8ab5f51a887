package io.freshet.core.envelope.json;

/**
 * One thing that a contract does not allow in a payload.
 *
 * @param pointer where, as a JSON pointer into the request's body: {@code /3/data/latitude}
 * @param detail what was seen and what would be right, without the value itself
 */
public record Violation(String pointer, String detail) {}
