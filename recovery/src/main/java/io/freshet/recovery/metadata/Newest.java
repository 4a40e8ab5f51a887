package io.freshet.recovery.metadata;

import java.util.List;
import java.util.Set;

/** Which metadata of a folder is its newest. */
public sealed interface Newest {

  /**
   * One of them follows upon all others.
   *
   * @param chain the files that it follows upon, itself included, whether they are still there
   * @param neverCommitted files that nobody has built upon while others went on from where they
   *     began: what a commit leaves that lost a race, or died
   */
  record Found(Description head, Set<String> chain, List<String> neverCommitted) implements Newest {
    public Found {
      chain = Set.copyOf(chain);
      neverCommitted = List.copyOf(neverCommitted);
    }
  }

  /**
   * Nobody can tell.
   *
   * @param candidates of which each may be the newest
   */
  record Undecided(List<Description> candidates, String reason) implements Newest {
    public Undecided {
      candidates = List.copyOf(candidates);
    }
  }
}
