package io.freshet.serving.orders.http;

/**
 * What is wrong with a value of a request's body.
 *
 * @param pointer where it is, as RFC 6901 has it: {@code /actor/kind}
 * @param detail what was seen and what would be right, as the end of a sentence about it
 */
record FieldProblem(String pointer, String detail) {}
