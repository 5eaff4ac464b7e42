// Curated facts the price library does not know: what a model can read and write, and where its price is found. Data, no logic.
// Maximum output and images are the vendors' documentation; a model not in this list is refused.
import type { Alias, ModelFacts } from './models.ts'

type Row = Omit<ModelFacts, 'provider' | 'priceSource'> & { price?: string }
type Facts = Partial<Omit<Row, 'id'>>

const rows = (provider: string, priceProvider: string, facts: Facts, list: (Pick<Row, 'id' | 'displayName'> & Facts)[]): ModelFacts[] =>
  list.map(({ price, ...row }) => ({
    provider,
    wires: ['openai-chat'],
    contextLength: 128_000,
    maxOutputUnits: 16_384,
    tokenizer: null,
    imageUnitsMax: null,
    promptOverheadUnits: 32,
    reasoning: false,
    ...facts,
    ...row,
    priceSource: { providerId: priceProvider, modelId: price ?? row.id },
  }))

const gpt5: Facts = { contextLength: 400_000, maxOutputUnits: 128_000, reasoning: true }

const openai = rows('openai', 'openai', { tokenizer: 'o200k_base' }, [
  { id: 'gpt-4o', displayName: 'GPT-4o', imageUnitsMax: 1_445 },
  { id: 'gpt-4o-mini', displayName: 'GPT-4o mini', imageUnitsMax: 48_169 },
  { id: 'gpt-4.1', displayName: 'GPT-4.1', contextLength: 1_047_576, maxOutputUnits: 32_768, imageUnitsMax: 1_445 },
  { id: 'gpt-4.1-mini', displayName: 'GPT-4.1 mini', contextLength: 1_047_576, maxOutputUnits: 32_768, imageUnitsMax: 2_489 },
  { id: 'gpt-4.1-nano', displayName: 'GPT-4.1 nano', contextLength: 1_047_576, maxOutputUnits: 32_768, imageUnitsMax: 3_779 },
  { id: 'gpt-5', displayName: 'GPT-5', ...gpt5, imageUnitsMax: 1_190 },
  { id: 'gpt-5-mini', displayName: 'GPT-5 mini', ...gpt5, imageUnitsMax: 2_489 },
  { id: 'gpt-5-nano', displayName: 'GPT-5 nano', ...gpt5, imageUnitsMax: 3_779 },
  { id: 'gpt-5.1', displayName: 'GPT-5.1', ...gpt5 },
  { id: 'gpt-5.2', displayName: 'GPT-5.2', ...gpt5 },
  { id: 'gpt-5.4', displayName: 'GPT-5.4', ...gpt5, contextLength: 1_050_000 },
  { id: 'gpt-5.4-mini', displayName: 'GPT-5.4 mini', ...gpt5 },
  { id: 'o1-mini', displayName: 'o1-mini', maxOutputUnits: 65_536, reasoning: true },
  { id: 'o3', displayName: 'o3', contextLength: 200_000, maxOutputUnits: 100_000, reasoning: true, imageUnitsMax: 1_275 },
  { id: 'o3-mini', displayName: 'o3-mini', contextLength: 200_000, maxOutputUnits: 100_000, reasoning: true },
  { id: 'o4-mini', displayName: 'o4-mini', contextLength: 200_000, maxOutputUnits: 100_000, reasoning: true },
])

const claude: Facts = { wires: ['anthropic-messages', 'openai-chat'], contextLength: 200_000, maxOutputUnits: 64_000, imageUnitsMax: 1_640 }

const anthropic = rows('anthropic', 'anthropic', claude, [
  { id: 'claude-sonnet-4-20250514', displayName: 'Claude Sonnet 4', price: 'claude-sonnet-4-0' },
  { id: 'claude-sonnet-4-5-20250929', displayName: 'Claude Sonnet 4.5', price: 'claude-sonnet-4-5' },
  { id: 'claude-haiku-4-5-20251001', displayName: 'Claude Haiku 4.5', price: 'claude-haiku-4-5' },
  { id: 'claude-opus-4-1-20250805', displayName: 'Claude Opus 4.1', price: 'claude-opus-4-1', maxOutputUnits: 32_000 },
  { id: 'claude-opus-4-5-20251101', displayName: 'Claude Opus 4.5', price: 'claude-opus-4-5' },
])

const gemini: Facts = {
  wires: ['google-generate-content', 'openai-chat'],
  contextLength: 1_048_576,
  maxOutputUnits: 65_536,
  reasoning: true,
}

const google = rows('google', 'google', gemini, [
  { id: 'gemini-2.5-pro', displayName: 'Gemini 2.5 Pro' },
  { id: 'gemini-2.5-flash', displayName: 'Gemini 2.5 Flash' },
  { id: 'gemini-2.5-flash-lite', displayName: 'Gemini 2.5 Flash-Lite' },
])

const mistral = rows('mistral', 'mistral', {}, [
  { id: 'mistral-large-2512', displayName: 'Mistral Large 3', contextLength: 262_144 },
  { id: 'mistral-medium-latest', displayName: 'Mistral Medium', contextLength: 131_072 },
  { id: 'mistral-small-2603', displayName: 'Mistral Small', contextLength: 262_144 },
  { id: 'codestral-2508', displayName: 'Codestral', contextLength: 256_000 },
])

const harmony: Facts = {
  tokenizer: 'o200k_harmony',
  contextLength: 131_072,
  maxOutputUnits: 65_536,
  promptOverheadUnits: 128,
  reasoning: true,
}

const groq = rows('groq', 'groq', { contextLength: 131_072, maxOutputUnits: 32_768 }, [
  { id: 'llama-3.3-70b-versatile', displayName: 'Llama 3.3 70B (Groq)' },
  { id: 'llama-3.1-8b-instant', displayName: 'Llama 3.1 8B (Groq)', maxOutputUnits: 131_072 },
  { id: 'openai/gpt-oss-120b', displayName: 'gpt-oss 120B (Groq)', ...harmony },
  { id: 'openai/gpt-oss-20b', displayName: 'gpt-oss 20B (Groq)', ...harmony },
])

const xai = rows('xai', 'x-ai', { contextLength: 131_072 }, [
  { id: 'grok-3', displayName: 'Grok 3' },
  { id: 'grok-3-mini', displayName: 'Grok 3 mini', reasoning: true },
  { id: 'grok-4-0709', displayName: 'Grok 4', contextLength: 256_000, maxOutputUnits: 65_536, reasoning: true },
])

const openrouter = rows('openrouter', 'openrouter', { contextLength: 131_072 }, [
  { id: 'meta-llama/llama-3.1-8b-instruct', displayName: 'Llama 3.1 8B (OpenRouter)' },
  { id: 'meta-llama/llama-3.3-70b-instruct', displayName: 'Llama 3.3 70B (OpenRouter)' },
  { id: 'deepseek/deepseek-chat-v3.1', displayName: 'DeepSeek V3.1 (OpenRouter)', contextLength: 163_840 },
  {
    id: 'deepseek/deepseek-r1-0528',
    displayName: 'DeepSeek R1 (OpenRouter)',
    contextLength: 163_840,
    maxOutputUnits: 65_536,
    reasoning: true,
  },
  { id: 'qwen/qwen3-235b-a22b', displayName: 'Qwen3 235B (OpenRouter)', reasoning: true },
  { id: 'moonshotai/kimi-k2-0905', displayName: 'Kimi K2 (OpenRouter)', contextLength: 262_144 },
])

const together = rows('together', 'together', { contextLength: 131_072 }, [
  { id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', displayName: 'Llama 3.3 70B Turbo (Together)' },
])

/** The order decides which provider answers a bare id that several have. */
export const modelList: readonly ModelFacts[] = [
  ...openai,
  ...anthropic,
  ...google,
  ...mistral,
  ...groq,
  ...xai,
  ...openrouter,
  ...together,
]

/** Names without a date lead to the dated model, so that a charge always names what answered. */
export const aliasList: readonly Alias[] = [
  { alias: 'claude-sonnet-4', provider: 'anthropic', model: 'claude-sonnet-4-20250514' },
  { alias: 'claude-sonnet-4-0', provider: 'anthropic', model: 'claude-sonnet-4-20250514' },
  { alias: 'claude-sonnet-4-5', provider: 'anthropic', model: 'claude-sonnet-4-5-20250929' },
  { alias: 'claude-haiku-4-5', provider: 'anthropic', model: 'claude-haiku-4-5-20251001' },
  { alias: 'claude-opus-4-1', provider: 'anthropic', model: 'claude-opus-4-1-20250805' },
  { alias: 'claude-opus-4-5', provider: 'anthropic', model: 'claude-opus-4-5-20251101' },
  { alias: 'mistral-large-latest', provider: 'mistral', model: 'mistral-large-2512' },
  { alias: 'mistral-small-latest', provider: 'mistral', model: 'mistral-small-2603' },
  { alias: 'codestral-latest', provider: 'mistral', model: 'codestral-2508' },
  { alias: 'grok-4', provider: 'xai', model: 'grok-4-0709' },
]
