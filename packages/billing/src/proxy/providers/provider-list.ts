// The providers of the openai-chat wire. Addresses may be overridden by settings; keys only come from there.
import type { ProviderRow } from './provider.ts'

const chat = {
  wires: ['openai-chat'],
  disconnectPolicy: 'abort',
  outputLimitParameter: 'max_tokens',
} as const

export const providerList = [
  {
    ...chat,
    name: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    outputLimitParameter: 'max_completion_tokens',
    payerAliasParameter: 'safety_identifier',
    sets: { store: false },
  },
  {
    ...chat,
    name: 'anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    // Its OpenAI-compatible address takes these and does nothing with them.
    ignores: [
      'response_format',
      'presence_penalty',
      'frequency_penalty',
      'seed',
      'logprobs',
      'top_logprobs',
      'logit_bias',
      'reasoning_effort',
      'verbosity',
      'service_tier',
      'prompt_cache_key',
    ],
  },
  { ...chat, name: 'google', baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai', disconnectPolicy: 'drain' },
  { ...chat, name: 'mistral', baseUrl: 'https://api.mistral.ai/v1', disconnectPolicy: 'drain', alwaysSendsUsage: true },
  {
    ...chat,
    name: 'groq',
    baseUrl: 'https://api.groq.com/openai/v1',
    disconnectPolicy: 'drain',
    outputLimitParameter: 'max_completion_tokens',
  },
  { ...chat, name: 'xai', baseUrl: 'https://api.x.ai/v1', outputLimitParameter: 'max_completion_tokens' },
  { ...chat, name: 'deepseek', baseUrl: 'https://api.deepseek.com/v1' },
  { ...chat, name: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1', payerAliasParameter: 'user' },
  { ...chat, name: 'together', baseUrl: 'https://api.together.xyz/v1' },
  { ...chat, name: 'ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { ...chat, name: 'local', baseUrl: 'http://127.0.0.1:3005/v1', outputLimitParameter: 'max_completion_tokens' },
] as const satisfies readonly ProviderRow[]
