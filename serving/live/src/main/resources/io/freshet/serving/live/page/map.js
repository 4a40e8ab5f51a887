import { Ground, fit, middle, streetPaths } from './ground.js'
import { aside, draw, makeRoom, mark } from './marks.js'
import { Motion } from './motion.js'

const STREET_METERS = 9
const ARTERIAL_METERS = 18
const GRID_METERS = 500
// Below which a street would be a hair: pixels a meter.
const STREETS_FROM_SCALE = 0.055
const CAMERA_MILLIS = 350
const ROOM = { left: 56, right: 56, top: 84, bottom: 84 }
// Pins stand above their spot, and the dasher's disc is taller than it is a spot.
const PIN_UP = 24

/**
 * A map without tiles: streets as lines, the places of the order on them, and the dasher gliding. It
 * shows all that matters and needs no hand; where no streets are known, on a plain grid.
 */
export class OrderMap {
  #svg
  #motion
  #isStill
  #streets = null
  #ground = null
  #camera = null
  #drawnAt = 0
  #frame = null
  #room = { width: 0, height: 0, ...ROOM }
  #spots = { pickup: null, dropoff: null }
  #last = null
  #parts

  /**
   * @param svg an empty one
   * @param words under the marks
   * @param isStill whether nothing may move by itself
   */
  constructor(svg, words, isStill) {
    this.#svg = svg
    this.#isStill = isStill
    this.#motion = new Motion(isStill)
    this.#parts = this.#furnish(words)
    new ResizeObserver(() => this.#measure()).observe(svg)
  }

  /** Shows streets: a GeoJSON FeatureCollection. */
  paint(streets) {
    this.#streets = streets
    const ground = this.#ground
    this.#settle(middle(streets))
    if (ground !== null && this.#ground === ground) {
      this.#paintStreets()
    }
    this.#wake()
  }

  /**
   * Shows where everything is; null for what nobody knows.
   *
   * @param dasher with `place`, the time `at` which they were there, and `isOld`
   */
  show({ dasher, pickup, dropoff }) {
    this.#settle(dasher?.place ?? dropoff ?? pickup)
    if (this.#ground === null) {
      return
    }
    this.#put('pickup', pickup)
    this.#put('dropoff', dropoff)
    this.#follow(dasher)
    this.#wake()
  }

  /** Somebody else carries the order: nobody flies from one to the other. */
  forgetDasher() {
    this.#last = null
    this.#motion.clear()
  }

  #follow(dasher) {
    const mark = this.#parts.dasher
    mark.setAttribute('visibility', dasher === null ? 'hidden' : 'visible')
    if (dasher === null) {
      this.forgetDasher()

      return
    }
    mark.classList.toggle('old', dasher.isOld)
    const { place, at } = dasher
    const last = this.#last
    if (last?.at !== at || last.place.latitude !== place.latitude || last.place.longitude !== place.longitude) {
      this.#last = dasher
      this.#motion.goTo(place, at, performance.now())
    }
  }

  /** Everything is drawn in meters from the first place that comes. */
  #settle(place) {
    if (this.#ground === null && place) {
      this.#ground = new Ground(place)
      this.#paintStreets()
    }
  }

  #paintStreets() {
    if (this.#streets === null) {
      return
    }
    const paths = streetPaths(this.#streets, this.#ground)
    this.#parts.street.setAttribute('d', paths.street)
    this.#parts.casing.setAttribute('d', paths.arterial)
    this.#parts.arterial.setAttribute('d', paths.arterial)
  }

  #put(name, place) {
    this.#parts[name].setAttribute('visibility', place === null ? 'hidden' : 'visible')
    this.#spots[name] = place === null ? null : this.#ground.spot(place)
  }

  #measure() {
    this.#room = { ...this.#room, width: this.#svg.clientWidth, height: this.#svg.clientHeight }
    this.#camera = null
    this.#wake()
  }

  #wake() {
    this.#frame ??= requestAnimationFrame((now) => this.#draw(now))
  }

  #draw(now) {
    this.#frame = null
    if (this.#ground === null || this.#room.width === 0) {
      return
    }
    const place = this.#motion.at(now)
    const dasher = place === null ? null : this.#ground.spot(place)
    const isSettled = this.#turnCamera(dasher, now)
    this.#drawGround()
    this.#drawMarks(dasher)
    if (!isSettled || this.#motion.isMoving(now)) {
      this.#wake()
    }
  }

  /** Whether it has come to rest. */
  #turnCamera(dasher, now) {
    const spots = [this.#spots.pickup, this.#spots.dropoff, dasher].filter((spot) => spot !== null)
    const aim = fit(spots.length === 0 ? [{ x: 0, y: 0 }] : spots, this.#room)
    const passed = now - this.#drawnAt
    this.#drawnAt = now
    if (this.#camera === null || this.#isStill) {
      this.#camera = aim

      return true
    }
    // After a pause the first frame begins where the last one was.
    const part = 1 - Math.exp(-Math.min(passed, 50) / CAMERA_MILLIS)
    const camera = this.#camera
    this.#camera = {
      x: camera.x + part * (aim.x - camera.x),
      y: camera.y + part * (aim.y - camera.y),
      scale: camera.scale * (aim.scale / camera.scale) ** part,
    }
    const rest = Math.hypot(aim.x - this.#camera.x, aim.y - this.#camera.y) * aim.scale

    return rest < 0.3 && Math.abs(Math.log(aim.scale / this.#camera.scale)) < 0.002
  }

  #drawGround() {
    const { x, y, scale } = this.#camera
    const { width, height } = this.#room
    const [left, top] = [width / 2 - x * scale, height / 2 - y * scale]
    const { ground, street, casing, arterial, grid } = this.#parts
    ground.setAttribute('transform', `translate(${left} ${top}) scale(${scale})`)
    street.setAttribute('stroke-width', Math.max(STREET_METERS, 1 / scale))
    street.setAttribute('opacity', Math.max(0, Math.min(1, (scale - STREETS_FROM_SCALE) * 40)))
    arterial.setAttribute('stroke-width', Math.max(ARTERIAL_METERS, 2.5 / scale))
    casing.setAttribute('stroke-width', Math.max(ARTERIAL_METERS, 2.5 / scale) + 2 / scale)
    grid.setAttribute('patternTransform', `translate(${left} ${top}) scale(${scale})`)
    grid.firstChild.setAttribute('stroke-width', 1 / scale)
  }

  #drawMarks(dasher) {
    const { dasher: mark, pickup, dropoff, trail } = this.#parts
    const [home, kitchen, disc] = [
      this.#onScreen(this.#spots.dropoff, PIN_UP),
      this.#onScreen(this.#spots.pickup, PIN_UP),
      this.#onScreen(dasher, 0),
    ]
    const marks = [
      { mark, at: disc === null ? null : aside(disc, home, kitchen) },
      { mark: dropoff, at: home },
      { mark: pickup, at: kitchen },
    ]
    marks
      .filter(({ at }) => at !== null)
      .forEach(({ mark: each, at }) => each.setAttribute('transform', `translate(${at.left} ${at.top})`))
    makeRoom(marks)
    const spots = dasher === null ? [] : [...this.#motion.passed().map((each) => this.#ground.spot(each)), dasher]
    trail.setAttribute('d', spots.map((spot, i) => `${i === 0 ? 'M' : 'L'}${spot.x} ${spot.y}`).join(''))
    trail.setAttribute('stroke-width', 5 / this.#camera.scale)
  }

  /** Where a mark's middle now is; null where it is not. */
  #onScreen(spot, up) {
    if (spot === null) {
      return null
    }
    const { x, y, scale } = this.#camera

    return {
      left: this.#room.width / 2 + (spot.x - x) * scale,
      top: this.#room.height / 2 + (spot.y - y) * scale - up,
    }
  }

  #furnish(words) {
    const parts = {
      grid: draw(
        'pattern',
        { id: 'grid', width: GRID_METERS, height: GRID_METERS, patternUnits: 'userSpaceOnUse' },
        draw('path', { d: `M0 0H${GRID_METERS}M0 0V${GRID_METERS}` }),
      ),
      street: draw('path', { class: 'street' }),
      casing: draw('path', { class: 'casing' }),
      arterial: draw('path', { class: 'arterial' }),
      trail: draw('path', { class: 'trail' }),
      pickup: mark('pickup', words.pickup),
      dropoff: mark('dropoff', words.dropoff),
      dasher: mark('dasher', words.dasher),
    }
    parts.ground = draw('g', {}, parts.street, parts.casing, parts.arterial, parts.trail)
    this.#svg.append(
      draw('defs', {}, parts.grid),
      draw('rect', { class: 'land', width: '100%', height: '100%' }),
      draw('rect', { fill: 'url(#grid)', width: '100%', height: '100%' }),
      parts.ground,
      parts.pickup,
      parts.dropoff,
      parts.dasher,
    )

    return parts
  }
}
