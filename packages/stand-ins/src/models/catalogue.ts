// What this stand-in knows of models: window, longest answer, tokenizer, whether it reasons. Unknown names answer too, with the defaults.
import type { Encoding } from './tokens.ts'

export type Model = {
  id: string
  vendor: string
  encoding: Encoding
  contextTokens: number
  maxOutputTokens: number
  reasons: boolean
}

const openai = { vendor: 'openai', encoding: 'o200k', contextTokens: 128_000, maxOutputTokens: 16_384, reasons: false } as const
const openaiReasoning = { ...openai, contextTokens: 200_000, maxOutputTokens: 100_000, reasons: true } as const
const anthropic = { vendor: 'anthropic', encoding: 'cl100k', contextTokens: 200_000, maxOutputTokens: 64_000, reasons: false } as const
const google = { vendor: 'google', encoding: 'cl100k', contextTokens: 1_048_576, maxOutputTokens: 65_536, reasons: false } as const
const other = { vendor: 'other', encoding: 'cl100k', contextTokens: 128_000, maxOutputTokens: 32_768, reasons: false } as const

export const catalogue: readonly Model[] = [
  { id: 'gpt-4o', ...openai },
  { id: 'gpt-4o-mini', ...openai },
  { id: 'gpt-4.1', ...openai, contextTokens: 1_047_576, maxOutputTokens: 32_768 },
  { id: 'gpt-4.1-mini', ...openai, contextTokens: 1_047_576, maxOutputTokens: 32_768 },
  { id: 'gpt-4.1-nano', ...openai, contextTokens: 1_047_576, maxOutputTokens: 32_768 },
  { id: 'o1-mini', ...openaiReasoning, contextTokens: 128_000, maxOutputTokens: 65_536 },
  { id: 'o3-mini', ...openaiReasoning },
  { id: 'claude-sonnet-4', ...anthropic },
  { id: 'claude-opus-4', ...anthropic, maxOutputTokens: 32_000 },
  { id: 'claude-3-5-haiku', ...anthropic, maxOutputTokens: 8_192 },
  { id: 'gemini-2.5-flash', ...google },
  { id: 'gemini-2.5-pro', ...google },
  { id: 'mistral-large-latest', ...other },
  { id: 'llama-3.1-8b-instant', ...other },
]

const byId = new Map(catalogue.map((model) => [model.id, model]))

/** `claude-sonnet-4-20250514`, `gpt-4o-2024-08-06`, `anthropic/claude-sonnet-4-0` → the id without vendor path and date. */
export function undated(name: string): string {
  return name.replace(/^.*\//, '').replace(/-(\d{8}|\d{4}-\d{2}-\d{2}|0|latest)$/, '')
}

export function modelNamed(name: string): Model {
  return byId.get(name) ?? byId.get(undated(name)) ?? { id: name, ...guessed(name) }
}

function guessed(name: string): Omit<Model, 'id'> {
  const id = undated(name)
  if (/^o\d/.test(id)) return openaiReasoning
  if (/^(gpt|chatgpt)/.test(id)) return openai
  if (id.startsWith('claude')) return anthropic
  if (id.startsWith('gemini')) return google
  return other
}
