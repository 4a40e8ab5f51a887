package io.freshet.console.page;

/**
 * Why there is no page.
 *
 * @param status of HTTP
 */
public record ProblemPage(Frame frame, int status, String headline, String remedy) {
  public static ProblemPage of(int status, String headline, String remedy) {
    return new ProblemPage(Frame.still(headline, Frame.Place.NOWHERE), status, headline, remedy);
  }
}
