package io.freshet.cli.contract.diff.sources;

/**
 * A file that may speak of tables.
 *
 * @param path below the project's folder
 * @param name without the ending by which it was found
 */
record SourceFile(String path, String name, String text) {}
