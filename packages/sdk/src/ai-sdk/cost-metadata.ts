// What a call did cost, as `providerMetadata.farebox` of the AI SDK's answers, streamed or whole.
import type { MetadataExtractor } from '@ai-sdk/openai-compatible'
import type { Completion } from '../chat/chat-answer.ts'

export const costMetadata: MetadataExtractor = {
  extractMetadata: async ({ parsedBody }) => metadataOf(parsedBody),
  createStreamExtractor() {
    let last: unknown
    return {
      processChunk(chunk) {
        if (metadataOf(chunk)) last = chunk
      },
      buildMetadata: () => metadataOf(last),
    }
  },
}

/** `cost` in dollars, as a decimal string; its receipt is at `/v1/charges/{chargeId}`. */
function metadataOf(body: unknown) {
  const { usage, farebox } = (body ?? {}) as Partial<Completion>
  if (!farebox || !usage?.cost || !usage.cost_details) return undefined
  const { charge_id: chargeId, hold, stopped } = farebox
  return { farebox: { cost: usage.cost, costDetails: usage.cost_details, chargeId, hold, ...(stopped && { stopped }) } }
}
