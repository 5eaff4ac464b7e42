// Counts what a model has produced while the provider has not said: by tokenizer, in passing, and never below what was delivered.
import type { Tokenizer } from '@farebox/pricing'
import { countTokens } from '@farebox/pricing/tokenizer'

export class OutputMeter {
  readonly #tokenizer: Tokenizer | null
  #text = ''
  #countedLength = 0
  #countedUnits = 0
  /** Each delivered piece is at least one token. */
  pieces = 0

  constructor(tokenizer: Tokenizer | null) {
    this.#tokenizer = tokenizer
  }

  add(text: string, pieces: number): void {
    this.#text += text
    this.pieces += pieces
  }

  /** All of it, counted at once. */
  async total(): Promise<number> {
    return Math.max(this.pieces, await countTokens(this.#text, this.#tokenizer))
  }

  /** Only what came since the last look is counted, so that looking often is cheap. A cut may count one token twice. */
  async soFar(): Promise<number> {
    const fresh = this.#text.slice(this.#countedLength)
    this.#countedLength = this.#text.length
    if (fresh !== '') this.#countedUnits += await countTokens(fresh, this.#tokenizer)
    return Math.max(this.pieces, this.#countedUnits)
  }

  /** Whether what was not yet counted could be more than this many tokens: a token is at least one letter's byte. */
  mayExceed(units: number): boolean {
    return this.pieces > units || this.#countedUnits + (this.#text.length - this.#countedLength) * BYTES_PER_LETTER_MAX > units
  }

  get isEmpty(): boolean {
    return this.pieces === 0
  }
}

const BYTES_PER_LETTER_MAX = 3
