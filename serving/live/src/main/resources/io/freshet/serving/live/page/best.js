import { endOf } from './arrival.js'

const KEY = 'freshet.best-windows'
// One tab follows few orders at a time; more of them would only fill it.
const MOST = 20

/**
 * The best that the page has said of an order's arrival: the window that ends first. It outlives a
 * reload where the browser keeps things for its tab; elsewhere it lasts as long as the page.
 */
export class BestWindow {
  #order
  #world
  #window

  /**
   * @param order names it among all others
   * @param world stands for the browser in tests
   */
  constructor(order, world = globalThis) {
    this.#order = order
    this.#world = world
    this.#window = this.#kept().find(([name]) => name === order)?.[1] ?? null
  }

  /** Null while none has been shown. */
  get window() {
    return this.#window
  }

  /** A window is on the screen; null where there is none. */
  shown(window) {
    if (window === null || (this.#window !== null && endOf(this.#window) <= endOf(window))) {
      return
    }
    this.#window = window
    this.#keep([[this.#order, window], ...this.#kept().filter(([name]) => name !== this.#order)].slice(0, MOST))
  }

  #kept() {
    try {
      const kept = JSON.parse(this.#world.sessionStorage.getItem(KEY))

      return Array.isArray(kept) ? kept.filter(isWindow) : []
    } catch {
      return [] // Nothing may be kept here, or it is none of ours.
    }
  }

  #keep(windows) {
    try {
      this.#world.sessionStorage.setItem(KEY, JSON.stringify(windows))
    } catch {
      // Then it is forgotten with the page.
    }
  }
}

function isWindow(entry) {
  const window = Array.isArray(entry) ? entry[1] : null

  return Number.isFinite(window?.from) && (window.to === null || Number.isFinite(window.to))
}
