package io.freshet.cli.contract.diff;

/**
 * A source that speaks of a table or of one of its columns; whether it reads it, nobody has said.
 *
 * @param who such as {@code notebook eta_error}
 * @param file below the project's folder
 */
record Mention(String who, String file) {}
