import { backoffMillis } from './backoff.js'
import { IndexedQueue } from './indexed_queue.js'
import { MemoryQueue } from './memory_queue.js'
import { Verdict, verdicts } from './verdicts.js'

export { IndexedQueue } from './indexed_queue.js'
export { MemoryQueue } from './memory_queue.js'

const BATCH = 'application/cloudevents-batch+json'
// Browsers take no larger beacon.
const BEACON_BYTES = 60_000

/**
 * Sends events to a gateway in batches, the oldest first, and keeps them until it has answered for
 * them: across outages and, in a browser, across visits. An event that is sent again has the id that
 * it had before; it may come behind later ones.
 */
export class EventSender {
  #options
  #queue
  #world
  #token = null
  #batchEvents
  #failures = 0
  #timer = null
  #running = null
  #sending = new Set()
  // Of this page; while it is being left there is no time to ask the queue.
  #own = new Map()
  #hidden
  #online
  #closed = false

  /**
   * @param options.url of the gateway, such as `https://events.example`
   * @param options.source who sends; a URI reference
   * @param options.token gives a key or token, when one is needed: `async () => '…'`
   * @param options.refused is told of each event that the gateway will never take, and why
   * @param options.maxQueued events that may wait; further ones are not taken
   * @param options.maxBatchEvents, maxBatchBytes of one request
   * @param options.delayMillis for which the first event waits for others
   * @param options.queue another place for what waits
   * @param world stands for the browser in tests
   */
  constructor(options, world = globalThis) {
    this.#options = {
      maxQueued: 10_000,
      maxBatchEvents: 100,
      maxBatchBytes: 250_000,
      delayMillis: 200,
      timeoutMillis: 30_000,
      refused: () => {},
      ...options,
    }
    this.#world = world
    this.#batchEvents = this.#options.maxBatchEvents
    this.#queue = this.#options.queue ?? (IndexedQueue.isPossible() ? new IndexedQueue() : new MemoryQueue())
    this.#online = () => this.#schedule(0)
    this.#hidden = () => {
      if (this.#world.document.visibilityState === 'hidden') {
        this.#beacon().catch((error) => console.error('A beacon is not noted', error))
      }
    }
    this.#world.addEventListener?.('online', this.#online)
    this.#world.document?.addEventListener('visibilitychange', this.#hidden)
    // What an earlier visit has left.
    this.#schedule(0)
  }

  /**
   * Takes an event; it has been kept when this resolves.
   *
   * @param contract the contract's name
   * @param data its columns
   * @returns the event's id
   * @throws Error when as many wait as may
   */
  async send(contract, data) {
    if (this.#closed) {
      throw new Error('The sender is closed')
    }
    if ((await this.#queue.size()) >= this.#options.maxQueued) {
      throw new Error(`${this.#options.maxQueued} events wait already; the gateway is away or slow`)
    }
    const event = {
      specversion: '1.0',
      id: this.#world.crypto.randomUUID(),
      source: this.#options.source,
      type: contract,
      datacontenttype: 'application/json',
      data,
    }
    this.#own.set(await this.#queue.add(event), event)
    if (this.#failures === 0) {
      this.#schedule(this.#options.delayMillis)
    }

    return event.id
  }

  /** How many events wait. */
  async waiting() {
    return this.#queue.size()
  }

  /** Tries to send all that waits, now; resolves when there is nothing left to try. */
  async flush() {
    this.#cancel()
    this.#running ??= this.#drain().finally(() => {
      this.#running = null
    })

    return this.#running
  }

  /** Sends what waits once more and ends; what could not be sent stays in a queue that lasts. */
  async close() {
    this.#closed = true
    await this.flush()
    this.#cancel()
    this.#world.removeEventListener?.('online', this.#online)
    this.#world.document?.removeEventListener('visibilitychange', this.#hidden)
  }

  /** One page at a time: those of one origin share a queue. */
  async #drain() {
    const locks = this.#world.navigator?.locks
    await (locks ? locks.request('freshet-sender', () => this.#drainAlone()) : this.#drainAlone())
  }

  async #drainAlone() {
    for (;;) {
      const batch = await this.#nextBatch()
      if (batch.length === 0) {
        return
      }
      const goesOn = await this.#sendBatch(batch)
      if (!goesOn) {
        return
      }
    }
  }

  async #nextBatch() {
    const batch = []
    let bytes = 2
    for (const item of await this.#queue.first(this.#batchEvents)) {
      bytes += byteLength(item.event) + 1
      if (batch.length > 0 && bytes > this.#options.maxBatchBytes) {
        break
      }
      batch.push(item)
    }

    return batch
  }

  /** Whether to go on with the next one at once. */
  async #sendBatch(batch) {
    batch.forEach((item) => this.#sending.add(item.key))
    try {
      const answer = await this.#post(batch)
      const found = verdicts(answer.status, answer.body, batch.length)
      if (found === null) {
        this.#batchEvents = Math.max(1, Math.floor(batch.length / 2))

        return true
      }
      if (answer.status === 401) {
        this.#token = null
      }

      return await this.#settle(batch, found, answer.retryAfter)
    } catch (error) {
      if (error instanceof Unreachable) {
        this.#again(null)

        return false
      }
      throw error
    } finally {
      batch.forEach((item) => this.#sending.delete(item.key))
    }
  }

  async #settle(batch, found, retryAfter) {
    const settled = batch.filter((_, i) => found[i].verdict !== Verdict.AGAIN)
    await this.#remove(settled)
    batch.forEach((item, i) => {
      if (found[i].verdict === Verdict.REFUSED) {
        this.#options.refused(item.event, found[i].report)
      }
    })
    if (settled.length < batch.length) {
      this.#again(retryAfter)

      return false
    }
    this.#failures = 0
    this.#batchEvents = Math.min(this.#options.maxBatchEvents, this.#batchEvents * 2)

    return true
  }

  async #post(batch) {
    try {
      this.#token ??= await this.#options.token()
      const response = await this.#world.fetch(`${this.#options.url}/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.#token}`, 'content-type': BATCH },
        body: JSON.stringify(batch.map((item) => item.event)),
        signal: AbortSignal.timeout(this.#options.timeoutMillis),
      })
      const body = await response.json().catch(() => null)

      return { status: response.status, body, retryAfter: response.headers.get('retry-after') }
    } catch (error) {
      throw new Unreachable(error)
    }
  }

  /**
   * The page may never come back. The browser tells nobody what becomes of a beacon, so what it takes
   * is as safe as an event of a contract with `acknowledgement: fast`. Offline all of it waits for
   * the next visit.
   */
  async #beacon() {
    const navigator = this.#world.navigator
    if (this.#token === null || !navigator?.sendBeacon || navigator.onLine === false) {
      return
    }
    const batch = []
    let bytes = 2
    for (const [key, event] of this.#own) {
      bytes += byteLength(event) + 1
      if (bytes > BEACON_BYTES || batch.length === this.#options.maxBatchEvents) {
        break
      }
      if (!this.#sending.has(key)) {
        batch.push({ key, event })
      }
    }
    const address = `${this.#options.url}/events?token=${encodeURIComponent(this.#token)}`
    if (batch.length > 0 && navigator.sendBeacon(address, JSON.stringify(batch.map((item) => item.event)))) {
      // Where the page ends before this does, the next visit sends them again, under their ids.
      await this.#remove(batch)
    }
  }

  async #remove(items) {
    items.forEach((item) => this.#own.delete(item.key))
    await this.#queue.remove(items.map((item) => item.key))
  }

  #again(retryAfter) {
    this.#failures++
    if (!this.#closed) {
      this.#schedule(backoffMillis(this.#failures, retryAfter, Math.random()))
    }
  }

  #schedule(millis) {
    if (millis === 0) {
      this.#cancel()
    }
    if (this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#timer = null
        // Of a store that fails, or of a `refused` that throws, nobody else would hear.
        this.flush().catch((error) => {
          console.error('Events wait', error)
          this.#again(null)
        })
      }, millis)
      // A program in Node may end while events wait for a retry: `close` is how to wait for them.
      this.#timer.unref?.()
    }
  }

  #cancel() {
    clearTimeout(this.#timer)
    this.#timer = null
  }
}

/** No answer came; whether the events have arrived, nobody knows. */
class Unreachable extends Error {
  constructor(cause) {
    super('The gateway can not be reached', { cause })
  }
}

function byteLength(event) {
  return new TextEncoder().encode(JSON.stringify(event)).length
}
