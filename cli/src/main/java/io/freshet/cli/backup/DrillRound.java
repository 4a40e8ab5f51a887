package io.freshet.cli.backup;

/**
 * What one loss has cost.
 *
 * @param lost in words, with how many and of how many seconds
 * @param whole whether only that is lost which has to be
 * @param secondsToRestore from the loss until the restore was done
 * @param secondsToProve until all that came meanwhile was in its tables, and proved
 */
record DrillRound(
    String destroyed,
    String broughtBackBy,
    String lost,
    boolean whole,
    double secondsToRestore,
    double secondsToProve,
    boolean proved) {}
