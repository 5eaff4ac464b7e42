// The providers of the openai-chat wire. Addresses may be overridden by settings; keys only come from there.
import type { ProviderRow } from './provider.ts'

const chat = {
  wires: ['openai-chat'],
  disconnectPolicy: 'abort',
  outputLimitParameter: 'max_tokens',
} as const

/** What every provider of this wire honours. */
const basics = ['model', 'messages', 'max_tokens', 'max_completion_tokens', 'n', 'stream', 'stream_options'] as const
const tools = ['tools', 'tool_choice', 'functions', 'function_call', 'parallel_tool_calls'] as const

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
    // Its OpenAI-compatible address documents what it honours, and takes everything else and does nothing with it.
    takes: new Set([...basics, ...tools, 'temperature', 'top_p', 'stop']),
    ignoresInside: [
      'messages[].name',
      'messages[].cache_control',
      'messages[].content[].cache_control',
      'messages[].content[].image_url.detail',
      'tools[].cache_control',
      'tools[].function.strict',
    ],
    atMost: { n: 1, temperature: 1 },
  },
  {
    ...chat,
    name: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
    disconnectPolicy: 'drain',
    // What its OpenAI-compatible address documents; some of the rest it refuses, some it drops, and which changes.
    takes: new Set([...basics, ...tools, 'temperature', 'top_p', 'stop', 'response_format', 'reasoning_effort']),
  },
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
  {
    ...chat,
    name: 'openrouter',
    baseUrl: 'https://openrouter.ai/api/v1',
    alwaysSendsUsage: true,
    payerAliasParameter: 'user',
    // It asks only those that honour every parameter of the request, and does not cut long input in the middle.
    sets: { provider: { require_parameters: true }, transforms: [] },
  },
  { ...chat, name: 'together', baseUrl: 'https://api.together.xyz/v1' },
  { ...chat, name: 'ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { ...chat, name: 'local', baseUrl: 'http://127.0.0.1:3005/v1', outputLimitParameter: 'max_completion_tokens' },
] as const satisfies readonly ProviderRow[]
