import { Announcer } from './announcer.js'

/** Puts what is to be on the screen there, and touches nothing that is there already. */
export class View {
  #at
  #announcer
  #texts

  constructor(texts, actions) {
    this.#texts = texts
    this.#at = Object.fromEntries([...document.querySelectorAll('[id]')].map((element) => [element.id, element]))
    this.#announcer = new Announcer(this.#at.announcer)
    this.#at.retry.textContent = texts.tryNow
    this.#at.retry.addEventListener('click', actions.tryNow)
    this.#at.steps.setAttribute('aria-label', texts.stepsLabel)
  }

  /** The element in which the map is drawn. */
  get map() {
    return this.#at.map
  }

  show(screen) {
    document.body.dataset.mood = screen.mood
    document.body.dataset.key = screen.key ?? ''
    document.body.dataset.status = screen.status?.kind ?? ''
    document.body.dataset.map = screen.hasMap ? 'shown' : 'none'
    this.#text('headline', screen.headline)
    this.#text('detail', screen.detail)
    this.#text('meanwhile', screen.meanwhile)
    this.#text('arrival-label', screen.arrival?.label)
    this.#text('arrival', screen.arrival?.text)
    this.#at.arrival.classList.toggle('vague', screen.arrival?.isVague ?? false)
    this.#text('reason', screen.reason?.text)
    this.#at.reason.dataset.reason = screen.reason?.key ?? ''
    this.#text('status', screen.status?.text)
    this.#at.status.dataset.kind = screen.status?.kind ?? ''
    this.#text('updated', screen.updated)
    this.#text('map-note', screen.map?.note)
    this.#text('map-title', screen.map?.title)
    this.#steps(screen.steps ?? [])
    this.#banner(screen.banner)
    this.#announce(screen)
  }

  /** Which order it is, and where. */
  name(order, market) {
    this.#text('order', order)
    this.#text('market', market)
  }

  /** Whose map it is. */
  attribute(text) {
    this.#text('attribution', text)
  }

  #text(id, text) {
    const element = this.#at[id]
    if (element.textContent !== (text ?? '')) {
      element.textContent = text ?? ''
    }
    element.hidden = !text
  }

  #steps(steps) {
    const list = this.#at.steps
    list.hidden = steps.length === 0
    steps.forEach((step, i) => {
      const item = list.children[i] ?? list.appendChild(newStep())
      const [, label, word] = item.children
      item.dataset.state = step.state
      item.toggleAttribute('aria-current', step.state === 'current')
      if (step.state === 'current') {
        item.setAttribute('aria-current', 'step')
      }
      label.textContent = step.label
      word.textContent = `: ${step.word}`
    })
  }

  #banner(banner) {
    const { banner: element, headline, retry } = this.#at
    const hadFocus = document.activeElement === retry
    element.hidden = banner === null
    element.dataset.tone = banner?.tone ?? ''
    this.#text('banner-text', banner?.text)
    retry.hidden = !banner?.canRetry
    if (hadFocus && retry.offsetParent === null) {
      headline.focus()
    }
  }

  #announce({ mood, headline, arrival, reason, banner }) {
    if (mood !== 'loading') {
      const parts = [headline, arrival && `${arrival.label} ${arrival.text}`, reason?.text, banner?.text]
      this.#announcer.say(parts.filter(Boolean).join('. '))
    }
    document.title = [arrival?.text, headline, this.#texts.title].filter(Boolean).join(' · ')
  }
}

function newStep() {
  const item = document.createElement('li')
  const label = document.createElement('span')
  const word = document.createElement('span')
  word.className = 'unseen'
  item.append(document.createElement('i'), label, word)

  return item
}
