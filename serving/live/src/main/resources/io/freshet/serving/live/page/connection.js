import { isNewer } from './told.js'
import { openSocket, openStream, read } from './transports.js'

// One after the other, where the one before does not get through although the server answers.
const WAYS = [openSocket, openStream, null] // null: by reading again and again
const REFUSALS = 2

const OPENING_MILLIS = 15_000
const POLL_MILLIS = 10_000
// A connection may be dead without anybody having said so.
const SILENT_MILLIS = 60_000
const LOOKED_AT_MILLIS = 10_000
const FIRST_RETRY_MILLIS = 1_000
const LONGEST_RETRY_MILLIS = 10_000

/**
 * Keeps hearing of an order until it is over or the token is: comes again when a connection has
 * ended, when the server says or ever more slowly, and never all pages at once.
 *
 * `listener.linked` is told how it stands: `opening`, `open`, `lost` (with `retryAt` once that is
 * known) or `ended` and why; `listener.message` what is told about the order.
 */
export class Connection {
  #address
  #listener
  #world
  #way = 0
  #refusals = 0
  #failures = 0
  #close = null
  #timer = null
  #turn = 0
  #heardAt = null
  #version = null
  #isOver = false
  #isWaiting = false

  /** @param world stands for the browser in tests */
  constructor(address, listener, world = globalThis) {
    this.#address = address
    this.#listener = listener
    this.#world = world
  }

  start() {
    this.#tell({ state: 'opening' })
    this.#open()
  }

  /** Somebody does not want to wait. */
  tryNow() {
    if (this.#isWaiting) {
      this.#way = 0
      this.#open()
    }
  }

  /** Somebody looks again, or the network is back. */
  lookAgain() {
    if (this.#isOver) {
      return
    }
    if (this.#isWaiting) {
      this.tryNow()
    } else if (this.#heardAt !== null && this.#now() - this.#heardAt > LOOKED_AT_MILLIS) {
      this.#check()
    }
  }

  /** There is no network: what is open hears nothing any more, and nobody would say so for a minute. */
  cutOff() {
    if (!this.#isOver && !this.#isWaiting) {
      this.#closed({ status: 1006, reason: '' })
    }
  }

  /** What came does not fit what is known. */
  startOver() {
    this.#closed({ status: 1006, reason: '' })
  }

  /** There is nothing more to hear. */
  stop() {
    this.#isOver = true
    this.#leave()
  }

  #open() {
    const turn = this.#leave()
    this.#heardAt = null
    const way = WAYS[this.#way]
    if (way === null) {
      this.#poll(turn)

      return
    }
    const isMine = () => turn === this.#turn
    this.#after(OPENING_MILLIS, () => this.#closed({ status: 1006, reason: '' }))
    this.#close = way(
      this.#address,
      {
        message: (message) => isMine() && this.#heard(message),
        closed: (end) => isMine() && this.#closed(end),
      },
      this.#world,
    )
  }

  async #poll(turn) {
    const answer = await read(this.#address, this.#tag(), this.#world)
    if (turn !== this.#turn) {
      return
    }
    if (answer.kind === 'told' || answer.kind === 'same') {
      for (const message of [answer.message, answer.condition]) {
        if (message !== undefined && turn === this.#turn) {
          this.#heard(message)
        }
      }
      if (turn === this.#turn) {
        this.#after(POLL_MILLIS, () => this.#poll(turn))
      }
    } else {
      this.#unanswered(answer)
    }
  }

  #heard(message) {
    const isFirst = this.#heardAt === null
    this.#heardAt = this.#now()
    this.#refusals = 0
    this.#failures = 0
    this.#version = message.version ?? this.#version
    if (isFirst) {
      this.#tell({ state: 'open', isPolling: WAYS[this.#way] === null })
    }
    this.#after(SILENT_MILLIS * (1 + this.#world.Math.random() / 4), () => this.#check())
    this.#listener.message(message)
  }

  #closed({ status, reason }) {
    const hasHeard = this.#heardAt !== null
    this.#leave()
    if (status === 1008) {
      this.#end('expired')
    } else if (status === 1000) {
      this.#end('over')
    } else {
      this.#tell({ state: 'lost' })
      const hint = /retry_ms=(\d+)/.exec(reason)
      if (hint === null) {
        this.#ask(hasHeard)
      } else {
        this.#retry(Number(hint[1]))
      }
    }
  }

  /** A browser does not say why a connection was refused; a read does. */
  async #ask(hasHeard) {
    const turn = this.#turn
    const answer = await read(this.#address, this.#tag(), this.#world)
    if (turn !== this.#turn || this.#isOver) {
      return
    }
    if (answer.kind !== 'told' && answer.kind !== 'same') {
      this.#unanswered(answer)

      return
    }
    if (!hasHeard && ++this.#refusals >= REFUSALS && this.#way < WAYS.length - 1) {
      this.#refusals = 0
      this.#way++
      this.#open()
    } else {
      this.#retry(null)
    }
  }

  #unanswered(answer) {
    if (answer.kind === 'refused') {
      this.#end(answer.why)
    } else {
      this.#retry(answer.wait ?? null)
    }
  }

  /** Whether a connection on which nothing comes still hears. */
  async #check() {
    const turn = this.#turn
    const answer = await read(this.#address, this.#tag(), this.#world)
    if (turn !== this.#turn || this.#isOver) {
      return
    }
    const version = answer.message?.version
    const isDeaf = version !== undefined && (this.#version === null || isNewer(version, this.#version))
    if (answer.kind === 'away' || isDeaf) {
      this.#closed({ status: 1006, reason: '' })
    } else if (answer.kind === 'refused') {
      this.#end(answer.why)
    } else {
      this.#heardAt = this.#now()
      this.#listener.heard?.()
      this.#after(SILENT_MILLIS, () => this.#check())
    }
  }

  #retry(hint) {
    const random = this.#world.Math.random()
    const wait =
      hint === null
        ? Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** this.#failures) * (0.5 + random / 2)
        : hint + random * 500
    this.#leave()
    this.#failures++
    this.#isWaiting = true
    this.#tell({ state: 'lost', retryAt: this.#now() + wait })
    this.#after(wait, () => this.#open())
  }

  #end(why) {
    this.stop()
    this.#tell({ state: 'ended', why })
  }

  #tell(link) {
    this.#listener.linked(link)
  }

  /** Whatever is under way is no more. */
  #leave() {
    this.#close?.()
    this.#close = null
    this.#isWaiting = false
    this.#world.clearTimeout(this.#timer)

    return ++this.#turn
  }

  #after(millis, action) {
    this.#world.clearTimeout(this.#timer)
    this.#timer = this.#world.setTimeout(action, millis)
  }

  #tag() {
    return this.#version === null ? null : `"${this.#version.join('-')}"`
  }

  #now() {
    return this.#world.Date.now()
  }
}
