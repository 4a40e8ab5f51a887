import { Kept } from './kept.js'

/** What becomes of every order, in this order. */
export const STEPS = ['ordered', 'prepared', 'picked_up', 'delivered']

// How many of them are done. A dasher may be assigned before the kitchen is.
const DONE = {
  created: 1,
  confirmed: 1,
  preparing: 1,
  ready: 2,
  dasher_assigned: 1,
  picked_up: 3,
  delivered: 4,
  cancelled: 1,
}

/**
 * How many steps of an order are done; what was once done stays so, also over a reload: an order whose
 * meal is ready may get another dasher, and its newest step then says nothing of the kitchen.
 */
export class StepsDone {
  #kept

  /**
   * @param order names it among all others
   * @param world stands for the browser in tests
   */
  constructor(order, world = globalThis) {
    this.#kept = new Kept('freshet.steps-done', order, Number.isInteger, world)
  }

  get count() {
    return this.#kept.value ?? 0
  }

  /** It is there now. */
  reached(order) {
    const done = DONE[order.state] ?? 0
    if (done > this.count) {
      this.#kept.keep(done)
    }
  }
}

/** What happens now, as a key of the texts. */
export function happening(order) {
  if (order.state === 'dasher_assigned') {
    return order.stage === 'wait' ? 'at_restaurant' : 'to_restaurant'
  }

  return Object.hasOwn(DONE, order.state) ? order.state : 'unknown'
}

/** What else happens: a dasher who comes while the kitchen is busy. */
export function meanwhile(order) {
  const isKitchen = ['created', 'confirmed', 'preparing', 'ready'].includes(order.state)
  if (!isKitchen || order.dasher_id === undefined) {
    return null
  }

  return order.stage === 'wait' ? 'at_restaurant' : 'to_restaurant'
}
