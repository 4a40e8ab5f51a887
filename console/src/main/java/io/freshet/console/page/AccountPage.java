package io.freshet.console.page;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who somebody is here, and how they log in or out.
 *
 * @param login where a login begins; empty where none is to
 * @param account of who is logged in
 * @param provider where the session with the identity provider ends; empty where that is not known
 */
public record AccountPage(
    Frame frame,
    String headline,
    String lead,
    Optional<String> login,
    Optional<Account> account,
    Optional<String> provider) {
  /**
   * Somebody's login.
   *
   * @param groups those that mean something here
   */
  public record Account(
      String name, String subject, List<String> groups, boolean mayAsk, Instant until) {}

  /** Of a console that asks nobody who they are. */
  public static AccountPage withoutLogin() {
    return page(
        "Nobody logs in here",
        "Whoever reaches this console sees it. Its operator names an identity provider by"
            + " console.oidc.issuer; until then, whatever stands before it decides who comes.");
  }

  /** Of somebody who is logged in. */
  public static AccountPage of(Account account, URI issuer) {
    AccountPage page =
        page("You are %s".formatted(account.name()), "%s says so.".formatted(issuer.getHost()));

    return new AccountPage(
        page.frame(),
        page.headline(),
        page.lead(),
        Optional.empty(),
        Optional.of(account),
        Optional.empty());
  }

  /**
   * Of somebody who is not.
   *
   * @param to where they want to go
   */
  public static AccountPage stranger(String to, URI issuer, Optional<URI> provider) {
    AccountPage page =
        page(
            "Log in to go on",
            "This console shows itself to people whom %s knows. It does not know you yet, or your"
                    .formatted(issuer.getHost())
                + " last login is over.");

    return new AccountPage(
        page.frame(),
        page.headline(),
        page.lead(),
        Optional.of(Links.login(to)),
        Optional.empty(),
        provider.map(URI::toString));
  }

  private static AccountPage page(String headline, String lead) {
    return new AccountPage(
        Frame.still("Account", Frame.Place.NOWHERE),
        headline,
        lead,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
