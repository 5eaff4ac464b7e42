// The door for machines: metered calls of AI models, and what callers may read about them.
export { type ChatCall, chatCompletion } from './chat-completion.ts'
export type { Client } from './client.ts'
export { type ErrorPlace, errorBody } from './error-body.ts'
export type { CallReply } from './model-call.ts'
export { type MeteringProxy, openProxy, type ProxySettings } from './open-proxy.ts'
export { namedUser, type PayerNames } from './payers.ts'
export { providerList } from './providers/provider-list.ts'
export { openaiChat } from './wires/openai-chat/openai-chat.ts'
