// Keeps a page as new as the server's, says how long ago things were, and copies commands.
// Without it pages are the same, and as old as their last loading.

const SECOND = 1000
const pace = Number(document.body.dataset.pace) * SECOND
let tag = ''
let delay = pace

/** 12 s ago, 14 min ago, 3.2 h ago: as the commands say it. */
function ago(then, now) {
  const seconds = Math.max(0, (now - then) / SECOND)
  if (seconds < 600) return `${Math.round(seconds)} s ago`
  if (seconds < 2 * 3600) return `${Math.round(seconds / 60)} min ago`
  if (seconds < 2 * 86400) return `${(seconds / 3600).toFixed(1)} h ago`
  if (seconds < 730 * 86400) return `${Math.round(seconds / 86400)} days ago`
  return `${Math.round(seconds / 31557600)} years ago`
}

function tellAges(within) {
  for (const time of within.querySelectorAll('time')) {
    const then = Date.parse(time.dateTime)
    const said = ago(then, Date.now())
    if ('age' in time.dataset) {
      if (!time.title) time.title = `${time.textContent} UTC`
      if (time.textContent !== said) time.textContent = said
    } else {
      time.title = said
    }
  }
}

function offerCopies(within) {
  if (!navigator.clipboard) return
  for (const code of within.querySelectorAll('.commands code')) {
    if (code.nextElementSibling) continue
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'copy'
    button.textContent = 'Copy'
    button.setAttribute('aria-label', `Copy ${code.textContent}`)
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(code.textContent)
      button.textContent = 'Copied'
      setTimeout(() => (button.textContent = 'Copy'), 2 * SECOND)
    })
    code.after(button)
  }
}

/** Somebody's selection and place are theirs: a part that holds either waits. */
function isInUse(part) {
  const selection = document.getSelection()
  return !selection.isCollapsed && part.contains(selection.anchorNode)
}

function replace(part, newer) {
  const focused = part.contains(document.activeElement) ? document.activeElement.id : ''
  const open = new Map(
    [...part.querySelectorAll('details[id]')].map((each) => [each.id, each.open]))
  const before = marks(part)
  part.replaceChildren(...newer.childNodes)
  glide(before, marks(part))
  for (const [id, was] of open) {
    const details = document.getElementById(id)
    if (details) details.open = was
  }
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
  enrich(part)
}

/** What is wider than its place can be moved by keys, too. */
function letScroll() {
  for (const box of document.querySelectorAll('.scroll')) {
    if (box.scrollWidth > box.clientWidth) {
      box.tabIndex = 0
      box.setAttribute('role', 'region')
      box.setAttribute('aria-label', box.querySelector('caption').textContent)
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name)
    }
  }
}

function enrich(within) {
  tellAges(within)
  offerCopies(within)
  letScroll()
}

const REACH = 30 // of the 1000 that a map is wide: who is further away is somebody else

/** Where a map's marks stand. An order has a name; a dot has none, and is one of its kind. */
function marks(part) {
  return [...part.querySelectorAll('.city a[id], .city circle.dasher')].map((mark) => {
    const [x, y] = mark.matches('circle')
      ? [mark.getAttribute('cx'), mark.getAttribute('cy')]
      : mark.querySelector('path').getAttribute('d').match(/-?[\d.]+/g)
    const name = mark.id || mark.getAttribute('class')
    return { mark, name, x: Number(x), y: Number(y), spot: `${name} ${x} ${y}` }
  })
}

/** What has moved glides: a dot from the nearest place that one of its kind has left. */
function glide(before, after) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const then = new Set(before.map(({ spot }) => spot))
  const now = new Set(after.map(({ spot }) => spot))
  const left = before.filter(({ spot }) => !now.has(spot))
  for (const { mark, name, x, y } of after.filter(({ spot }) => !then.has(spot))) {
    let nearest = -1
    let distance = REACH
    left.forEach((each, i) => {
      const away = Math.hypot(each.x - x, each.y - y)
      if (each.name === name && away < distance) [nearest, distance] = [i, away]
    })
    if (nearest < 0) continue
    const [from] = left.splice(nearest, 1)
    mark.animate([{ translate: `${from.x - x}px ${from.y - y}px` }, { translate: '0px 0px' }], delay)
  }
}

const known = new Map()

function remember(document) {
  for (const part of document.querySelectorAll('[data-live]')) known.set(part.id, part.innerHTML)
}

const parts = (page) => [...page.querySelectorAll('[data-live]')].map((part) => part.id).join(' ')

function show(text) {
  const newer = new DOMParser().parseFromString(text, 'text/html')
  if (parts(newer) !== parts(document)) {
    // It has become another page; what somebody writes meanwhile is theirs.
    if (!document.activeElement?.matches('input, textarea, select')) location.reload()
    return false
  }
  document.title = newer.title
  delay = Number(newer.body.dataset.pace) * SECOND
  let isWhole = true
  for (const part of newer.querySelectorAll('[data-live]')) {
    const here = document.getElementById(part.id)
    const html = part.innerHTML
    if (!here || known.get(part.id) === html) continue
    if (isInUse(here)) {
      isWhole = false
      continue
    }
    known.set(part.id, html)
    replace(here, part)
  }
  return isWhole
}

/** Where the page is asked for again: what it sends once is here. */
function again() {
  const address = new URL(location.href)
  if (document.querySelector('[data-once]')) address.searchParams.set('only', 'live')
  return address
}

async function look() {
  const lost = document.getElementById('lost')
  try {
    const answer = await fetch(again(), { cache: 'no-cache', headers: { Accept: 'text/html' } })
    // The login is over: the page that says so has the way to another one.
    if (answer.status === 401) return location.reload()
    if (!answer.ok) throw new Error(answer.statusText)
    lost.hidden = true
    const newTag = answer.headers.get('ETag')
    if (newTag !== tag && show(await answer.text())) tag = newTag
  } catch {
    lost.hidden = false
  }
}

async function follow() {
  if (!document.hidden) await look()
  if (delay > 0) setTimeout(follow, delay)
}

/** A statement has many lines, so that Enter alone is one of them. */
document.querySelector('textarea[name=sql]')?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit()
})

remember(document)
enrich(document)
setInterval(() => tellAges(document), SECOND)
addEventListener('resize', letScroll)
if (pace > 0) {
  setTimeout(follow, pace)
  document.addEventListener('visibilitychange', () => document.hidden || look())
}
