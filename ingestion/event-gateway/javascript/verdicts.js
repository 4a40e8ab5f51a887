/** What becomes of an event that was sent. */
export const Verdict = Object.freeze({ DONE: 'done', REFUSED: 'refused', AGAIN: 'again' })

/**
 * What the gateway's answer means for each event of a batch.
 *
 * @param status of HTTP
 * @param body the answer's JSON, or null
 * @param count of events in the batch
 * @returns one verdict each, with the gateway's report of the event where it gives one; null where
 *     the batch as a whole was at fault and a smaller one may fare better
 */
export function verdicts(status, body, count) {
  if (status === 200 || status === 202) {
    return all(count, Verdict.DONE)
  }
  if (isWorthARetry(status)) {
    return all(count, Verdict.AGAIN)
  }
  if (Array.isArray(body?.events) && body.events.length === count) {
    return body.events.map((report) => ({ verdict: verdict(report.status), report }))
  }

  return count === 1 ? [{ verdict: Verdict.REFUSED, report: body }] : null
}

function all(count, verdict) {
  return Array.from({ length: count }, () => ({ verdict, report: null }))
}

function verdict(status) {
  if (status < 300) {
    return Verdict.DONE
  }

  return isWorthARetry(status) ? Verdict.AGAIN : Verdict.REFUSED
}

// Whose key or token is not good now may have a good one later; its events are not to blame.
function isWorthARetry(status) {
  return status === 401 || status === 408 || status === 429 || status >= 500
}
