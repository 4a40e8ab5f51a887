package io.freshet.testing.fuzz;

import java.util.Random;

/** Makes a good request bad, or another one. */
@FunctionalInterface
interface Trick {
  Shot on(Shot shot, Random random);
}
