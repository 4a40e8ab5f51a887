const METERS_PER_DEGREE = 111_320
const SMALLEST_SIDE_METERS = 700
const ALONE_SIDE_METERS = 1_400
// An operator's map may be large; a phone is not.
const MOST_POINTS = 200_000

/** A flat piece of ground: meters east and south of a place, good for a city. */
export class Ground {
  #origin
  #metersPerLongitude

  constructor(origin) {
    this.#origin = origin
    this.#metersPerLongitude = METERS_PER_DEGREE * Math.cos((origin.latitude * Math.PI) / 180)
  }

  spot(place) {
    return {
      x: (place.longitude - this.#origin.longitude) * this.#metersPerLongitude,
      y: (this.#origin.latitude - place.latitude) * METERS_PER_DEGREE,
    }
  }
}

export function metersBetween(one, other) {
  const spot = new Ground(one).spot(other)

  return Math.hypot(spot.x, spot.y)
}

/**
 * From where the spots are all seen: the spot in the middle, and pixels a meter.
 *
 * @param room of the picture in pixels, with what its edges must leave free
 */
export function fit(spots, room) {
  const xs = spots.map((spot) => spot.x)
  const ys = spots.map((spot) => spot.y)
  const [left, right] = [Math.min(...xs), Math.max(...xs)]
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  const least = spots.length === 1 ? ALONE_SIDE_METERS : SMALLEST_SIDE_METERS
  const width = Math.max(1, room.width - room.left - room.right)
  const height = Math.max(1, room.height - room.top - room.bottom)
  const side = least / Math.min(width, height)
  const scale = 1 / Math.max((right - left) / width, (bottom - top) / height, side)

  return {
    x: (left + right) / 2 + (room.right - room.left) / 2 / scale,
    y: (top + bottom) / 2 + (room.bottom - room.top) / 2 / scale,
    scale,
  }
}

/** The lines of a GeoJSON FeatureCollection as paths of SVG, arterial roads apart. */
export function streetPaths(map, ground) {
  const paths = { arterial: [], street: [] }
  let points = 0
  for (const feature of map.features ?? []) {
    const kind = feature.properties?.kind === 'arterial' ? 'arterial' : 'street'
    for (const line of lines(feature.geometry)) {
      points += line.length
      if (points > MOST_POINTS) {
        return join(paths)
      }
      paths[kind].push(path(line, ground))
    }
  }

  return join(paths)
}

/** The middle of a map's lines; null where it has none. */
export function middle(map) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const feature of map.features ?? []) {
    for (const [longitude, latitude] of lines(feature.geometry).flat()) {
      west = Math.min(west, longitude)
      east = Math.max(east, longitude)
      south = Math.min(south, latitude)
      north = Math.max(north, latitude)
    }
  }

  return west > east ? null : { latitude: (south + north) / 2, longitude: (west + east) / 2 }
}

function lines(geometry) {
  switch (geometry?.type) {
    case 'LineString':
      return [geometry.coordinates]
    case 'MultiLineString':
      return geometry.coordinates
    default:
      return []
  }
}

function path(line, ground) {
  return line
    .map(([longitude, latitude]) => ground.spot({ latitude, longitude }))
    .map((spot, i) => `${i === 0 ? 'M' : 'L'}${spot.x.toFixed(1)} ${spot.y.toFixed(1)}`)
    .join('')
}

function join(paths) {
  return { arterial: paths.arterial.join(''), street: paths.street.join('') }
}
