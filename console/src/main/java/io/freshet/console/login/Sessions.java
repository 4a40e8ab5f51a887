package io.freshet.console.login;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is logged in, as browsers keep it, signed by us. A session ends when its time is over, or
 * when somebody logs out: that this process remembers, so that a copy opens nothing here either.
 * Thread-safe.
 */
final class Sessions {
  private static final String PURPOSE = "session";
  private static final String NAME = "name";
  private static final String GROUPS = "groups";

  /** Of so many logouts before their end it is remembered; each is below 200 bytes. */
  private static final int MOST_ENDED = 10_000;

  private final Seal seal;
  private final InstantSource clock;
  private final Map<String, Instant> ended = new LinkedHashMap<>();

  Sessions(Seal seal, InstantSource clock) {
    this.seal = seal;
    this.clock = clock;
  }

  /** What the browser is to keep. */
  String sign(Person person) {
    return seal.sign(
        PURPOSE,
        person.until(),
        new JWTClaimsSet.Builder()
            .jwtID(person.session())
            .subject(person.subject())
            .claim(NAME, person.name())
            .claim(GROUPS, List.copyOf(person.groups())));
  }

  /** Empty when it is none of ours, or over. */
  Optional<Person> person(String kept) {
    return seal.open(PURPOSE, kept).map(Sessions::person).filter(each -> !isEnded(each));
  }

  private static Person person(JWTClaimsSet claims) {
    try {
      return new Person(
          claims.getSubject(),
          claims.getStringClaim(NAME),
          Set.copyOf(claims.getStringListClaim(GROUPS)),
          claims.getJWTID(),
          claims.getExpirationTime().toInstant());
    } catch (ParseException e) {
      throw new IllegalStateException("A session that we have signed is none", e);
    }
  }

  synchronized void end(Person person) {
    Instant now = clock.instant();
    ended.values().removeIf(until -> until.isBefore(now));
    ended.put(person.session(), person.until());
    if (ended.size() > MOST_ENDED) {
      ended.remove(ended.keySet().iterator().next());
    }
  }

  private synchronized boolean isEnded(Person person) {
    return ended.containsKey(person.session());
  }
}
