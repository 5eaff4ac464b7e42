// The table of parameters of a chat call. What is in no list is refused by name: nothing is dropped in silence.

/** Part of the quote, or read by us. */
export const priced: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'max_tokens',
  'max_completion_tokens',
  'n',
  'stream',
  'stream_options',
  'service_tier',
  'reasoning_effort',
  'tools',
  'functions',
  'response_format',
  'modalities',
  'store',
  'user',
  'max_charge',
  'models',
  'fallback_models',
])

/** Passed on untouched: they change the answer, not what it can cost. */
export const neutral: ReadonlySet<string> = new Set([
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'stop',
  'presence_penalty',
  'frequency_penalty',
  'repetition_penalty',
  'logit_bias',
  'logprobs',
  'top_logprobs',
  'seed',
  'tool_choice',
  'function_call',
  'parallel_tool_calls',
  'verbosity',
  'prompt_cache_key',
])

/** Known, and refused: they keep state in an account that all callers share, or cost what cannot be bounded. */
export const refused: ReadonlyMap<string, string> = new Map([
  ['metadata', 'it is kept with stored answers, and Farebox stores none'],
  ['previous_response_id', 'it would read another call’s state'],
  ['conversation', 'it would read another call’s state'],
  ['container', 'it would read another call’s state'],
  ['background', 'a call must end where it began'],
  ['safety_identifier', 'Farebox sets it for each payer'],
  ['audio', 'sound has no price here yet'],
  ['prediction', 'rejected predictions are billed without a bound'],
  ['web_search_options', 'searches have no price here yet'],
])

/** Values of `service_tier` that are the list price. */
export const listPriceTiers: ReadonlySet<unknown> = new Set(['auto', 'default', 'standard'])
