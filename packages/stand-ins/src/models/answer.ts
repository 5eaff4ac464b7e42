// Decides the text of an answer: which tokens, how many, and why it ends. Pure: the same call always gets the same answer.
import type { Model } from './catalogue.ts'
import type { Directives } from './directives.ts'
import { type Encoding, splitIntoTokens } from './tokens.ts'

const opening = '[stand-in]'
const greeting = ' This is a practice answer, made on your own machine: no model was asked and no provider was paid.'
const sentences = [
  ' Every token of it is counted, priced and settled exactly as a real one would be.',
  ' Add a provider key to your settings and the same call reaches the real model.',
  ' Until then ask as often as you like: the words stay the same, so your tests can rely on them.',
  ' The price of this answer is its tokens times the price on the list, and not a microcent more.',
  ' Read the receipt: it shows what the provider got, what the platform kept and what the developer earned.',
]

/** Each request is told apart by its length alone, so an answer never repeats what was asked. */
const sentencesByDefault = 3
const tokensWhenUnlimited = 256
const usualReasoningTokens = 64

type Choice = { pieces: string[]; finish: 'stop' | 'length'; stoppedBy?: string }

export type Answer = {
  choices: Choice[]
  /** Hidden thinking, for each choice the same; part of the completion tokens. */
  reasoningTokens: number
  completionTokens: number
}

export type Wanted = { model: Model; outputLimit?: number | undefined; choices: number; stops: readonly string[]; directives: Directives }

/** Example: model gpt-4o, outputLimit 5 → pieces `[`, `stand`, `-in`, `]`, ` This`; finish `length`; completionTokens 5. */
export function answerTo({ model, outputLimit, choices, stops, directives }: Wanted): Answer {
  if (directives.empty) return { choices: repeat({ pieces: [], finish: 'stop' }, choices), reasoningTokens: 0, completionTokens: 0 }

  const usualPieces = passage(model.encoding, directives.say).usual
  const { total, finish } = lengthOf(usualPieces, model, outputLimit, directives)
  const reasoning = model.reasons || directives.reasoning !== undefined ? reasoningOf(total, directives) : 0
  const pieces = firstPieces(model.encoding, total - reasoning, directives.say)
  const choice = stopped({ pieces, finish }, stops, model.encoding)

  return {
    choices: repeat(choice, choices),
    reasoningTokens: reasoning * choices,
    completionTokens: (choice.pieces.length + reasoning) * choices,
  }
}

function lengthOf(
  usualPieces: number,
  model: Model,
  limit: number | undefined,
  directives: Directives,
): Pick<Choice, 'finish'> & { total: number } {
  const usual = usualPieces + (model.reasons ? usualReasoningTokens : 0)
  const wanted = directives.fill ? (limit ?? tokensWhenUnlimited) : (directives.tokens ?? usual)
  if (directives.overshoot > 0) return { total: (limit ?? wanted) + directives.overshoot, finish: 'length' }
  const cut = limit !== undefined && wanted > limit
  return { total: cut ? limit : wanted, finish: cut || directives.fill ? 'length' : 'stop' }
}

function reasoningOf(total: number, { reasoning }: Directives): number {
  return reasoning === undefined ? Math.min(usualReasoningTokens, Math.floor(total / 2)) : Math.min(reasoning, total)
}

/** The text up to the first stop sequence, as OpenAI and Anthropic cut it: the sequence itself is not sent. */
function stopped(choice: Choice, stops: readonly string[], encoding: Encoding): Choice {
  const text = stops.length === 0 ? '' : choice.pieces.join('')
  const [first] = stops
    .map((stop) => ({ stop, at: stop === '' ? -1 : text.indexOf(stop) }))
    .filter(({ at }) => at !== -1)
    .sort((one, two) => one.at - two.at)
  if (first === undefined) return choice
  return { pieces: splitIntoTokens(encoding, text.slice(0, first.at)), finish: 'stop', stoppedBy: first.stop }
}

type Passage = { pieces: string[]; usual: number; round: string[] }
const passages = new Map<Encoding, Passage>()

/** The fixed text, cut into tokens once per tokenizer: the quick path for every call that says nothing special. */
function passage(encoding: Encoding, say?: string): Passage {
  const known = say === undefined ? passages.get(encoding) : undefined
  if (known) return known
  const start = say === undefined ? opening : `${opening} ${say}.`
  const usual = splitIntoTokens(encoding, start + greeting + sentences.slice(0, sentencesByDefault).join(''))
  const round = splitIntoTokens(encoding, sentences.join(''))
  const pieces = splitIntoTokens(encoding, start + greeting + sentences.join(''))
  const made = { pieces, usual: usual.length, round }
  if (say === undefined) passages.set(encoding, made)
  return made
}

function firstPieces(encoding: Encoding, count: number, say?: string): string[] {
  const { pieces, round } = passage(encoding, say)
  if (count <= pieces.length) return pieces.slice(0, count)
  const long = [...pieces]
  while (long.length < count) long.push(...round)
  return long.slice(0, count)
}

function repeat(choice: Choice, count: number): Choice[] {
  return Array.from({ length: count }, () => choice)
}
