package io.freshet.console.login;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.AuthenticationSuccessResponse;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Logs people in by an identity provider. What is under way and who is logged in, browsers keep,
 * signed: any number of consoles that share {@code console.oidc.session-secret} may stand side by
 * side. Thread-safe.
 */
public final class Login {
  /** How long somebody may take at the provider. */
  public static final Duration ATTEMPT_LIFE = Duration.ofMinutes(10);

  private static final String PURPOSE = "attempt";
  private static final String STATE = "state";
  private static final String NONCE = "nonce";
  private static final String VERIFIER = "verifier";
  private static final String TO = "to";
  private static final int LONGEST_NAME = 60;
  private static final Pattern SUBJECT = Pattern.compile("[ -~]{1,255}"); // by OpenID Connect

  private final LoginSettings settings;
  private final IdentityProvider provider;
  private final Seal seal;
  private final Sessions sessions;
  private final InstantSource clock;

  public Login(LoginSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.provider = new IdentityProvider(settings.client(), clock);
    this.seal =
        settings
            .terms()
            .secret()
            .map(secret -> Seal.of(secret, clock))
            .orElseGet(() -> Seal.ofThisProcess(clock));
    this.sessions = new Sessions(seal, clock);
  }

  /**
   * A login that begins.
   *
   * @param provider where the browser goes
   * @param kept what it keeps until it comes back
   */
  public record Begun(URI provider, String kept) {}

  /**
   * A login that has ended well.
   *
   * @param kept what the browser keeps from now on
   * @param to where on the console it goes
   */
  public record Done(Person person, String kept, String to) {}

  /** Somebody is who they say, and may see nothing here. */
  public static final class NotAdmittedException extends FreshetException {
    NotAdmittedException(String name) {
      super(Fault.CALLER, "%s is in no group of console.oidc.may-see".formatted(name));
    }
  }

  /** Whether browsers come by TLS. */
  public boolean isSecure() {
    return settings.client().isSecure();
  }

  /** The name by which browsers call the console. */
  public String host() {
    return settings.client().redirect().getHost();
  }

  /** Who vouches for people. */
  public URI issuer() {
    return settings.client().issuer();
  }

  /**
   * Begins one.
   *
   * @param to a page of the console; of another address nothing is left
   * @throws FreshetException {@code DEPENDENCY} while the provider is away
   */
  public Begun begin(String to) {
    Attempt attempt = Attempt.begin(LocalAddress.of(to));
    String kept =
        seal.sign(
            PURPOSE,
            clock.instant().plus(ATTEMPT_LIFE),
            new JWTClaimsSet.Builder()
                .claim(STATE, attempt.state().getValue())
                .claim(NONCE, attempt.nonce().getValue())
                .claim(VERIFIER, attempt.verifier().getValue())
                .claim(TO, attempt.to()));

    return new Begun(provider.authorization(attempt), kept);
  }

  /**
   * Ends one, by what the browser has brought back from the provider.
   *
   * @param query of the address that the provider has sent it to
   * @param kept what it has kept meanwhile; empty where it has nothing
   * @throws NotAdmittedException when they are somebody without a group that may come in
   * @throws FreshetException {@code CALLER} when it is to be done again, {@code DEPENDENCY} while
   *     the provider is away
   */
  public Done end(String query, String kept) {
    Attempt attempt =
        seal.open(PURPOSE, kept)
            .map(Login::attempt)
            .orElseThrow(
                () ->
                    refused(
                        "This browser has begun no login, or took more than %d minutes for it"
                            .formatted(ATTEMPT_LIFE.toMinutes())));
    AuthenticationSuccessResponse answer = success(query, attempt);
    Person person = person(provider.claims(attempt, answer.getAuthorizationCode()));
    if (!settings.admission().maySee(person.groups())) {
      throw new NotAdmittedException(person.name());
    }

    return new Done(person, sessions.sign(person), attempt.to());
  }

  /** Who is logged in by what the browser keeps. */
  public Optional<Person> person(String kept) {
    return sessions.person(kept).filter(each -> settings.admission().maySee(each.groups()));
  }

  public boolean mayAsk(Person person) {
    return settings.admission().mayAsk(person.groups());
  }

  /** Logs out; whoever has a copy of what the browser kept is out, too. */
  public void end(Person person) {
    sessions.end(person);
  }

  /** Where somebody ends their session with the provider; empty while that is not known. */
  public Optional<URI> providersLogout() {
    return provider.logout();
  }

  private AuthenticationSuccessResponse success(String query, Attempt attempt) {
    AuthenticationResponse answer = answer(query);
    // Before anything else is believed of it: an error may be somebody else's, too.
    if (!attempt.state().equals(answer.getState())) {
      throw refused("The answer is to another login than the one that this browser has begun");
    }
    boolean isItself = Objects.equals(answer.getIssuer(), new Issuer(issuer()));
    if (!isItself && (answer.getIssuer() != null || provider.namesItself())) {
      throw refused("The answer is another identity provider's");
    }
    if (!answer.indicatesSuccess()) {
      Optional<String> code =
          Optional.ofNullable(answer.toErrorResponse().getErrorObject().getCode());
      throw refused(
          "The identity provider has refused it: %s"
              .formatted(code.map(Login::readable).orElse("without a reason")));
    }
    AuthenticationSuccessResponse success = answer.toSuccessResponse();
    if (success.getAuthorizationCode() == null) {
      throw refused("The answer has no code");
    }

    return success;
  }

  private AuthenticationResponse answer(String query) {
    try {
      return AuthenticationResponseParser.parse(
          URI.create(settings.client().redirect() + "?" + query));
    } catch (ParseException | IllegalArgumentException e) {
      throw new FreshetException(Fault.CALLER, "The answer is none of an identity provider's", e);
    }
  }

  private Person person(IDTokenClaimsSet claims) {
    String subject = claims.getSubject().getValue();
    if (!SUBJECT.matcher(subject).matches()) {
      throw refused("The ID token names nobody: its sub is not of 255 characters of ASCII or less");
    }
    String name =
        Stream.of("preferred_username", "email", "name")
            .map(claims::getStringClaim)
            .filter(each -> each != null && !each.isBlank())
            .findFirst()
            .orElse(subject);

    return new Person(
        subject,
        readable(name),
        settings.admission().known(groups(claims)),
        UUID.randomUUID().toString(),
        clock.instant().plus(settings.terms().length()).truncatedTo(ChronoUnit.SECONDS));
  }

  /** A claim may be a list, or one text. */
  private List<String> groups(IDTokenClaimsSet claims) {
    Object groups = claims.getClaim(settings.admission().claim());
    if (groups instanceof String one) {
      return List.of(one);
    }

    return groups instanceof List<?> many
        ? many.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  /** Fit for a line of a log, whoever has written it. */
  private static String readable(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();

    return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + "…" : line;
  }

  private static FreshetException refused(String why) {
    return new FreshetException(Fault.CALLER, why);
  }

  private static Attempt attempt(JWTClaimsSet claims) {
    try {
      return new Attempt(
          new State(claims.getStringClaim(STATE)),
          new Nonce(claims.getStringClaim(NONCE)),
          new CodeVerifier(claims.getStringClaim(VERIFIER)),
          claims.getStringClaim(TO));
    } catch (java.text.ParseException e) {
      throw new IllegalStateException("An attempt that we have signed is none", e);
    }
  }
}
