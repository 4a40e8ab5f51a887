const BASE_MILLIS = 500
const MOST_MILLIS = 60_000

/**
 * How long to wait before the next try: twice as long each time, anywhere in its upper half so that
 * senders do not come all at once, and never shorter than the gateway asks for.
 *
 * @param failures how many tries have failed in a row, from 1
 * @param retryAfter the header's value in seconds; null where there is none
 * @param random a number from 0 to 1
 */
export function backoffMillis(failures, retryAfter, random) {
  const longest = Math.min(MOST_MILLIS, BASE_MILLIS * 2 ** Math.min(failures - 1, 20))
  const jittered = longest / 2 + (longest / 2) * random
  const asked = Number(retryAfter) * 1000

  // Spread as well: all were told the same.
  return Number.isFinite(asked) && asked > 0 ? Math.max(jittered, asked * (1 + random / 4)) : jittered
}
