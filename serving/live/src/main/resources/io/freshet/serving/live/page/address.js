const ORDER = /\/track\/([A-Za-z0-9_-]{1,64})\/(\d{1,18})$/

/**
 * What the page's address says: which order, and behind the `#`, where no server sees it, the token.
 *
 * @returns null where it is no order's
 */
export function readAddress(href) {
  const page = new URL(href)
  const [, market, orderId] = ORDER.exec(page.pathname) ?? []
  if (market === undefined) {
    return null
  }

  return {
    market,
    orderId,
    token: new URLSearchParams(page.hash.slice(1)).get('token'),
    order: new URL(`../../orders/${market}/${orderId}`, page).href,
    live: new URL(`../../orders/${market}/${orderId}/live`, page).href,
    map: new URL(`../../maps/${market}`, page).href,
  }
}

/** Until when a token opens its order, in milliseconds; NaN where it does not say so. */
export function expiry(token) {
  try {
    const claims = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')

    return JSON.parse(atob(claims)).exp * 1000
  } catch {
    return NaN
  }
}
