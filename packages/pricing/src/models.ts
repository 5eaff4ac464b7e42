// Which model a name means: an id, an alias, or `provider:model` / `provider/model` to pin one. Never a guess.
import { AppError } from '@farebox/errors'
import leven from 'leven'
import { aliasList, modelList } from './model-list.ts'

export type Wire = 'openai-chat' | 'anthropic-messages' | 'google-generate-content'
export type Tokenizer = 'o200k_base' | 'o200k_harmony' | 'cl100k_base'

export type ModelFacts = {
  /** As the provider spells it: what is sent upstream, and what price versions name. */
  id: string
  provider: string
  displayName: string
  /** The first is the vendor's own. */
  wires: readonly Wire[]
  /** Input and output together, in tokens. */
  contextLength: number
  maxOutputUnits: number
  /** `null`: no public tokenizer, so only the byte bound is known to be safe. */
  tokenizer: Tokenizer | null
  /** Most tokens one image can count. `null`: images are refused, because their price could not be bounded. */
  imageUnitsMax: number | null
  /** What the provider's own template adds to every prompt, at most. */
  promptOverheadUnits: number
  /** Thinks before it answers; the thinking is part of the output. */
  reasoning: boolean
  /** Where `@pydantic/genai-prices` keeps the price. */
  priceSource: { providerId: string; modelId: string }
}

export type Alias = { alias: string; provider: string; model: string }

const NAME_LENGTH_MAX = 128
const NEAREST = 3

/** Throws `model_not_found` with the three nearest names. */
export function findModel(name: string): ModelFacts {
  const found = name.length <= NAME_LENGTH_MAX ? (pinned(name) ?? byName(name)) : undefined
  if (found) return found
  const nearest = nearestNames(name.slice(0, NAME_LENGTH_MAX))
  throw new AppError('model_not_found', {
    message: `There is no model with this name. Did you mean ${nearest.slice(0, -1).join(', ')} or ${nearest.at(-1)}?`,
    param: 'model',
    metadata: { nearest },
  })
}

/** `openrouter:meta-llama/llama-3.1-8b-instruct`, `openai/gpt-4o`: only that provider may answer. */
function pinned(name: string): ModelFacts | undefined {
  const separator = /[:/]/.exec(name)
  if (!separator) return undefined
  return byName(name.slice(separator.index + 1), name.slice(0, separator.index))
}

function byName(name: string, provider?: string): ModelFacts | undefined {
  const model = modelList.find((row) => row.id === name && (provider === undefined || row.provider === provider))
  if (model) return model
  const alias = aliasList.find((row) => row.alias === name && (provider === undefined || row.provider === provider))
  return alias && modelList.find((row) => row.id === alias.model && row.provider === alias.provider)
}

function nearestNames(name: string): string[] {
  const names = new Set([...modelList.map((model) => model.id), ...aliasList.map((row) => row.alias)])
  const wanted = name.toLowerCase()
  return [...names]
    .map((known) => ({ known, distance: leven(wanted, known.toLowerCase()) }))
    .sort((first, second) => first.distance - second.distance)
    .slice(0, NEAREST)
    .map(({ known }) => known)
}
