const SVG = 'http://www.w3.org/2000/svg'
const DISC = 17
// From a word's base line to its middle, with a little room.
const WORD_UP = 7

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
  const word = draw('text', { class: 'word', y: kind === 'dasher' ? 34 : 40 })
  word.textContent = label

  return draw('g', { class: `mark ${kind}`, visibility: 'hidden' }, ...shape, glyph, word)
}

/**
 * Lets no word lie on another, nor under a disc: the later one goes, as its glyph says it too.
 *
 * @param marks each with where it is `at` on the screen, null where it is not
 */
export function makeRoom(marks) {
  const taken = []
  marks
    .filter(({ at }) => at !== null)
    .forEach(({ mark, at }) => {
      const word = mark.querySelector('.word')
      const line = {
        x: at.left,
        y: at.top + Number(word.getAttribute('y')) - WORD_UP,
        halfWidth: word.getComputedTextLength() / 2,
        halfHeight: WORD_UP,
      }
      const isFree = taken.every((other) => !overlap(line, other))
      word.setAttribute('visibility', isFree ? 'inherit' : 'hidden')
      if (isFree) {
        taken.push(line)
      }
      if (mark.querySelector('.disc') !== null) {
        taken.push({ x: at.left, y: at.top, halfWidth: DISC, halfHeight: DISC })
      }
    })
}

function overlap(one, other) {
  return (
    Math.abs(one.x - other.x) < one.halfWidth + other.halfWidth &&
    Math.abs(one.y - other.y) < one.halfHeight + other.halfHeight
  )
}
