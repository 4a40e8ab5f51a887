/**
 * What the page knows of its order. `base` is what the connection of now has told, from which its
 * deltas lead on; `state` the newest that any has told: what a server that has just started tells may
 * be older.
 */
export const NOTHING = Object.freeze({
  base: null,
  state: null,
  condition: 'unsaid',
  since: null,
  isElsewhere: false,
})

/** The states after which nothing changes. */
export const FINAL = new Set(['delivered', 'cancelled'])

/** After a new connection has opened. */
export function connected(known) {
  return { ...known, base: null, condition: 'unsaid', since: null, isElsewhere: false }
}

/** With one more message; `isElsewhere` when it leads on from what this page was not told. */
export function take(known, message) {
  switch (message.type) {
    case 'snapshot':
      return withState(known, { version: message.version, order: message.order })
    case 'delta':
      return withDelta(known, message)
    case 'waiting':
      return waiting(known)
    case 'stale':
      return { ...known, condition: 'stale', since: message.since }
    case 'fresh':
      return { ...known, condition: 'fresh', since: null }
    case 'gone':
      return { ...known, condition: 'gone', since: null }
    default:
      return known // a newer server's
  }
}

export function isOver(known) {
  return known.condition === 'gone' || (known.state !== null && FINAL.has(known.state.order.state))
}

export function isNewer(version, than) {
  return version[0] > than[0] || (version[0] === than[0] && version[1] > than[1])
}

function withDelta(known, message) {
  const isElsewhere =
    known.base === null || isNewer(known.base.version, message.from) || isNewer(message.from, known.base.version)
  if (isElsewhere) {
    return { ...known, isElsewhere }
  }
  const order = { ...known.base.order, ...message.set }
  message.unset.forEach((name) => delete order[name])

  return withState(known, { version: message.version, order })
}

function withState(known, base) {
  const isNews = known.state === null || !isNewer(known.state.version, base.version)
  const isStale = known.condition === 'stale'

  return {
    ...known,
    base,
    state: isNews ? base : known.state,
    condition: isStale ? 'stale' : 'fresh',
    since: isStale ? known.since : null,
  }
}

/** A server that has never heard of an order that we know of tells as little as one without news. */
function waiting(known) {
  if (known.state === null) {
    return { ...known, condition: 'waiting', since: null }
  }

  return isOver(known) ? known : { ...known, condition: 'stale', since: null }
}
