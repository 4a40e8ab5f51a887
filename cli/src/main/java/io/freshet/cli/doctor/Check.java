package io.freshet.cli.doctor;

import java.util.List;
import java.util.concurrent.Callable;

/**
 * One thing that can be wrong.
 *
 * @param needs names of checks without which this one would only say the same again
 * @param remedy what to do when it can't be looked at: a failure is a finding, too
 * @param look may take long and may fail; it is interrupted after a time
 */
record Check(String name, List<String> needs, String remedy, Callable<Finding> look) {
  Check {
    needs = List.copyOf(needs);
  }
}
