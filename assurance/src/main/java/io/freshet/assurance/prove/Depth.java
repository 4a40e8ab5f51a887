package io.freshet.assurance.prove;

/** How much of each row a proof looks at. */
public enum Depth {
  /** Which record of the log it is. */
  IDENTITIES,
  /** Every value as well: whether the rows are those that the writer decoded. */
  VALUES
}
