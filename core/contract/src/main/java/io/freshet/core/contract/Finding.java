package io.freshet.core.contract;

/**
 * One thing that is wrong in a contract file.
 *
 * @param line counts from 1; of the place itself or, when something is missing, of what should hold
 *     it
 * @param path such as {@code schema[0].properties[3].name}; empty for the file as a whole
 * @param problem what is wrong
 * @param remedy what would be right
 */
public record Finding(String file, int line, String path, String problem, String remedy) {
  /** One line, as compilers print it. */
  @Override
  public String toString() {
    String place = path.isEmpty() ? "" : " " + path + ":";

    return "%s:%d:%s %s; right would be %s".formatted(file, line, place, problem, remedy);
  }
}
