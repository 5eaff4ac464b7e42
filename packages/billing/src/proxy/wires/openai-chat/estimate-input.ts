// What the input most likely counts, by OpenAI's published rule: for calls whose provider never said.
import type { ModelFacts } from '@farebox/pricing'
import { countTokens } from '@farebox/pricing/tokenizer'
import type { WireRequest } from '../wire.ts'

/** Opens the answer. */
const UNITS_PER_REPLY = 3
const UNITS_PER_MESSAGE = 3
const UNITS_PER_NAME = 1
/** An image in low detail: the least it counts. */
const UNITS_PER_IMAGE = 85

export async function estimateInput({ body }: WireRequest, { tokenizer }: ModelFacts): Promise<number> {
  let units = UNITS_PER_REPLY
  const count = async (text: string) => {
    units += await countTokens(text, tokenizer)
  }
  for (const message of body.messages as Record<string, unknown>[]) {
    units += UNITS_PER_MESSAGE
    await count(String(message.role))
    if (typeof message.name === 'string') {
      units += UNITS_PER_NAME
      await count(message.name)
    }
    if (message.tool_calls !== undefined) await count(JSON.stringify(message.tool_calls))
    for (const part of Array.isArray(message.content) ? message.content : [message.content]) {
      if (typeof part === 'string') await count(part)
      else if (part?.type === 'image_url') units += UNITS_PER_IMAGE
      else if (typeof part?.text === 'string') await count(part.text)
    }
  }
  if (body.tools !== undefined) await count(JSON.stringify(body.tools))
  return units
}
