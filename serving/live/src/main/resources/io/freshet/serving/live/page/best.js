import { endOf } from './arrival.js'
import { Kept } from './kept.js'

/** The best that the page has said of an order's arrival, also before a reload: the window that ends first. */
export class BestWindow {
  #kept

  /**
   * @param order names it among all others
   * @param world stands for the browser in tests
   */
  constructor(order, world = globalThis) {
    this.#kept = new Kept('freshet.best-windows', order, isWindow, world)
  }

  /** Null while none has been shown. */
  get window() {
    return this.#kept.value
  }

  /** A window is on the screen; null where there is none. */
  shown(window) {
    if (window !== null && (this.window === null || endOf(window) < endOf(this.window))) {
      this.#kept.keep(window)
    }
  }
}

function isWindow(window) {
  return Number.isFinite(window?.from) && (window.to === null || Number.isFinite(window.to))
}
