// One tab follows few orders at a time; more of them would only fill it.
const MOST = 20

/**
 * Something of each order that outlives a reload where the browser keeps things for its tab; elsewhere
 * it lasts as long as the page.
 */
export class Kept {
  #key
  #order
  #fits
  #world
  #value

  /**
   * @param key under which all orders' are kept
   * @param order names it among all others
   * @param fits whether a value that was found is one of ours
   * @param world stands for the browser in tests
   */
  constructor(key, order, fits, world = globalThis) {
    this.#key = key
    this.#order = order
    this.#fits = fits
    this.#world = world
    this.#value = this.#all().find(([name]) => name === order)?.[1] ?? null
  }

  /** Null while there is none. */
  get value() {
    return this.#value
  }

  keep(value) {
    this.#value = value
    const others = this.#all().filter(([name]) => name !== this.#order)
    try {
      this.#world.sessionStorage.setItem(this.#key, JSON.stringify([[this.#order, value], ...others].slice(0, MOST)))
    } catch {
      // Then it is forgotten with the page.
    }
  }

  #all() {
    try {
      const kept = JSON.parse(this.#world.sessionStorage.getItem(this.#key))

      return Array.isArray(kept) ? kept.filter((entry) => Array.isArray(entry) && this.#fits(entry[1])) : []
    } catch {
      return [] // Nothing may be kept here, or it is none of ours.
    }
  }
}
