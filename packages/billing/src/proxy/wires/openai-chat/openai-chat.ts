// OpenAI's chat completions: the wire most clients and most providers speak.
import type { Wire } from '../wire.ts'
import { annotateAnswer, stopEvent, usageEvent } from './annotate.ts'
import { estimateInput } from './estimate-input.ts'
import { boundByBytes, boundByTokens } from './input-bounds.ts'
import { parseRequest } from './parse-request.ts'
import { readAnswer, readEvent } from './read-usage.ts'
import { refuseIgnored } from './refuse-ignored.ts'
import { writeUpstream } from './write-upstream.ts'

export const openaiChat: Wire = {
  name: 'openai-chat',
  path: '/chat/completions',
  parse: parseRequest,
  inputBound: boundByBytes,
  refinedInputBound: boundByTokens,
  estimateInput,
  refuseIgnored,
  writeUpstream,
  readAnswer,
  readEvent,
  annotateAnswer,
  usageEvent,
  stopEvent,
}
