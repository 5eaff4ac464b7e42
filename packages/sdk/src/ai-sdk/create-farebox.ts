// Farebox as a provider of the AI SDK: `generateText({ model: farebox('gpt-4o'), … })`, paid by one user, with what it cost in the
// answer's metadata. A refusal that sending again cannot change is not sent again.
import { OpenAICompatibleChatLanguageModel } from '@ai-sdk/openai-compatible'
import { costMetadata } from './cost-metadata.ts'
import { errorStructure } from './error-structure.ts'

export type FareboxProviderSettings = {
  /** An app's key, or a user's access token; or what gives one for each call. */
  apiKey: string | (() => string | Promise<string>)
  /** Your own id for the user who pays. None with a token, which names its user, and none with a key of developer billing. */
  user?: string
  /** Where your organization pays: who used it. */
  endUser?: string
  /** The gateway's address. */
  baseURL?: string
  fetch?: typeof fetch
}

export type FareboxProvider = {
  (modelId: string): OpenAICompatibleChatLanguageModel
  languageModel: (modelId: string) => OpenAICompatibleChatLanguageModel
}

const BASE_URL = 'https://api.farebox.example'

export function createFarebox({ apiKey, user, endUser, baseURL = BASE_URL, fetch }: FareboxProviderSettings): FareboxProvider {
  const base = baseURL.replace(/\/(v1\/?)?$/, '')
  const languageModel = (modelId: string) =>
    new OpenAICompatibleChatLanguageModel(modelId, {
      provider: 'farebox.chat',
      url: ({ path }) => `${base}/v1${path}`,
      headers: async () => ({
        authorization: `Bearer ${typeof apiKey === 'string' ? apiKey : await apiKey()}`,
        ...(user && { 'x-farebox-user': user }),
        ...(endUser && { 'x-farebox-end-user': endUser }),
      }),
      ...(fetch && { fetch }),
      includeUsage: true,
      supportsStructuredOutputs: true,
      metadataExtractor: costMetadata,
      errorStructure,
    })
  return Object.assign((modelId: string) => languageModel(modelId), { languageModel })
}
