const STREAM_EVENTS = ['snapshot', 'delta', 'waiting', 'stale', 'fresh', 'gone']
const READ_TIMEOUT_MILLIS = 10_000

/**
 * Watches by WebSocket. `listener.message` gets what is told, `listener.closed` once how it ended.
 *
 * @returns what closes it
 */
export function openSocket(address, listener, world) {
  const socket = new world.WebSocket(withToken(address.live.replace(/^http/, 'ws'), address.token))
  socket.onmessage = (event) => listener.message(JSON.parse(event.data))
  socket.onclose = (event) => listener.closed({ status: event.code, reason: event.reason })

  return () => {
    socket.onmessage = null
    socket.onclose = null
    socket.close()
  }
}

/** The same as an event stream, where something on the way lets no WebSocket through. */
export function openStream(address, listener, world) {
  const stream = new world.EventSource(withToken(address.live, address.token))
  const close = () => stream.close()
  for (const type of STREAM_EVENTS) {
    stream.addEventListener(type, (event) => listener.message(JSON.parse(event.data)))
  }
  stream.addEventListener('end', (event) => {
    close()
    listener.closed(JSON.parse(event.data))
  })
  // It would come again by itself, but could not say why it does not get in.
  stream.onerror = () => {
    close()
    listener.closed({ status: 1006, reason: '' })
  }

  return close
}

/**
 * Reads once how it stands.
 *
 * @param tag of the state that is known; null when none is
 * @returns `kind`: `told` a message, `same` as is known, `refused` for good and why, `later` and
 *     after how many milliseconds where that is said, `away` when nobody answers; with a state, or
 *     `same`, the `condition` of it
 */
export async function read(address, tag, world) {
  const headers = { authorization: `Bearer ${address.token}` }
  if (tag !== null) {
    headers['if-none-match'] = tag
  }
  try {
    const answer = await world.fetch(address.order, {
      headers,
      cache: 'no-store',
      signal: AbortSignal.timeout(READ_TIMEOUT_MILLIS),
    })

    return await understood(answer, world)
  } catch {
    return { kind: 'away' }
  }
}

async function understood(answer, world) {
  switch (answer.status) {
    case 200:
      return { kind: 'told', message: snapshot(await answer.json()), condition: condition(answer) }
    case 304:
      return { kind: 'same', condition: condition(answer) }
    case 401:
      return { kind: 'refused', why: 'unauthorized' }
    case 403:
      return { kind: 'refused', why: (await answer.json()).cause }
    case 404:
      return { kind: 'told', message: { type: 'waiting' } }
    case 503:
      return await unavailable(answer, world)
    default:
      return later(answer)
  }
}

async function unavailable(answer, world) {
  const { cause } = await answer.json()

  return cause === 'redis_away'
    ? { kind: 'told', message: { type: 'stale', since: new Date(world.Date.now()).toISOString() } }
    : later(answer)
}

/** What one who watches would be told beside the state. */
function condition(answer) {
  const since = answer.headers.get('freshet-stale-since')

  return since === null ? { type: 'fresh' } : { type: 'stale', since }
}

function later(answer) {
  const seconds = Number(answer.headers.get('retry-after'))

  return { kind: 'later', wait: seconds > 0 ? seconds * 1000 : null }
}

function snapshot(order) {
  return { type: 'snapshot', version: [order.order_version, order.event_time_ms], order }
}

function withToken(url, token) {
  return `${url}?token=${encodeURIComponent(token)}`
}
