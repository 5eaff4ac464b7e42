// Chance that can be repeated: what happens to whom follows from the seed alone, whatever order things finish in.

/** Numbers from 0 up to 1, always the same for the same seed and place. */
export function chance(seed: number, ...place: readonly (string | number)[]): () => number {
  let state = hash(`${seed} ${place.join(' ')}`)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const between = (random: () => number, least: number, most: number): number => least + Math.floor(random() * (most - least + 1))

/** All of them in an order of the seed's. */
export function shuffled<Card>(seed: number, name: string, cards: readonly Card[]): Card[] {
  const random = chance(seed, 'deck', name)
  return cards
    .map((card) => ({ card, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ card }) => card)
}

function hash(text: string): number {
  let state = 2_166_136_261
  for (let place = 0; place < text.length; place++) state = Math.imul(state ^ text.charCodeAt(place), 16_777_619)
  return state
}
