const APART_MILLIS = 10_000

/** Tells a screen reader what has changed, the newest only, and no more often than one can listen. */
export class Announcer {
  #element
  #world
  #said = ''
  #wish = ''
  #saidAt = -Infinity
  #timer = null

  /** @param element a polite live region */
  constructor(element, world = globalThis) {
    this.#element = element
    this.#world = world
  }

  say(text) {
    this.#wish = text
    if (this.#timer === null && text !== this.#said) {
      const wait = this.#saidAt + APART_MILLIS - this.#world.Date.now()
      this.#timer = this.#world.setTimeout(() => this.#speak(), Math.max(0, wait))
    }
  }

  #speak() {
    this.#timer = null
    if (this.#wish === this.#said) {
      return
    }
    this.#said = this.#wish
    this.#saidAt = this.#world.Date.now()
    this.#element.textContent = this.#wish
  }
}
