const SVG = 'http://www.w3.org/2000/svg'
const DISC = 17
// Half of what a disc or a pin's head takes, with its line.
const HEAD = 18
// From a disc's middle to that of a head that it does not touch.
const APART = 37
// From a word's base line to its middle, with a little room.
const WORD_UP = 7
const DISC_WORDS = [36, -24]
const PIN_WORDS = [40, -24]

const GLYPHS = {
  dasher: [
    ['circle', { cx: -6, cy: 3.5, r: 3.6 }],
    ['circle', { cx: 6, cy: 3.5, r: 3.6 }],
    ['path', { d: 'M-6 3.5l3-7h5.5l3.5 7M-3-3.5l3 7h-6M0 3.5l2.5-7M2.5-6.5h2.2' }],
  ],
  pickup: [['path', { d: 'M-5.5-7v4.2a2 2 0 0 0 4 0V-7M-3.5-7V7M4.5 7v-14c-2.2 1-3.2 4.2-3.2 7.4h3.2' }]],
  dropoff: [['path', { d: 'M-7-.5 0-6.8 7-.5M-5-2v8.5H5V-2M-1.6 6.5V2h3.2v4.5' }]],
}

/** A piece of SVG. */
export function draw(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name)
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value))
  element.append(...children)

  return element
}

/** What stands for a place: a disc or a pin with its glyph, and a word beneath. */
export function mark(kind, label) {
  const glyph = draw('g', { class: 'glyph' }, ...GLYPHS[kind].map(([name, attributes]) => draw(name, attributes)))
  const shape =
    kind === 'dasher'
      ? [draw('circle', { class: 'halo', r: 22 }), draw('circle', { class: 'disc', r: DISC })]
      : [draw('path', { class: 'pin', d: 'M0 24c-3-5-16-9-16-23a16 16 0 0 1 32 0C16 15 3 19 0 24z' })]
  const word = draw('text', { class: 'word', y: (kind === 'dasher' ? DISC_WORDS : PIN_WORDS)[0] })
  word.textContent = label

  return draw('g', { class: `mark ${kind}`, visibility: 'hidden' }, ...shape, glyph, word)
}

/**
 * Where a disc is to be drawn that would lie on a pin's head: beside it, so that both are seen. The
 * pin stays, as what it stands for does not move.
 *
 * @param disc where it would be on the screen
 * @param pins where their heads are; null for those that are not
 */
export function aside(disc, ...pins) {
  return pins
    .filter((pin) => pin !== null)
    .reduce((at, pin) => {
      const [across, down] = [at.left - pin.left, at.top - pin.top]
      const apart = Math.hypot(across, down)
      if (apart >= APART) {
        return at
      }

      return apart === 0
        ? { left: at.left, top: pin.top + APART }
        : { left: pin.left + (across * APART) / apart, top: pin.top + (down * APART) / apart }
    }, disc)
}

/**
 * Lets no word lie on another, nor on a mark: it stands beneath its own or, where that is taken, above.
 * Where both are, it goes, as its glyph says it too.
 *
 * @param marks each with where it is `at` on the screen, null where it is not
 */
export function makeRoom(marks) {
  const seen = marks.filter(({ at }) => at !== null)
  const taken = seen.map(({ at }) => ({ x: at.left, y: at.top, halfWidth: HEAD, halfHeight: HEAD }))
  seen.forEach(({ mark, at }) => {
    const word = mark.querySelector('.word')
    const halfWidth = word.getComputedTextLength() / 2
    const line = (y) => ({ x: at.left, y: at.top + y - WORD_UP, halfWidth, halfHeight: WORD_UP })
    const y = wordLines(mark).find((each) => taken.every((other) => !overlap(line(each), other)))
    word.setAttribute('visibility', y === undefined ? 'hidden' : 'inherit')
    if (y !== undefined) {
      word.setAttribute('y', y)
      taken.push(line(y))
    }
  })
}

/** The base lines of a mark's word, the better one first. */
function wordLines(mark) {
  return mark.classList.contains('dasher') ? DISC_WORDS : PIN_WORDS
}

function overlap(one, other) {
  return (
    Math.abs(one.x - other.x) < one.halfWidth + other.halfWidth &&
    Math.abs(one.y - other.y) < one.halfHeight + other.halfHeight
  )
}
