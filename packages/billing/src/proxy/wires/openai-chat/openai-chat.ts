// OpenAI's chat completions: the wire most clients and most providers speak.
import { inputBound, refinedInputBound } from '@farebox/pricing/tokenizer'
import type { Wire, WireRequest } from '../wire.ts'
import { annotateAnswer, stopEvent, usageEvent } from './annotate.ts'
import { estimateInput } from './estimate-input.ts'
import { parseRequest } from './parse-request.ts'
import { readAnswer, readEvent } from './read-usage.ts'
import { refuseIgnored } from './refuse-ignored.ts'
import { writeUpstream } from './write-upstream.ts'

export const openaiChat: Wire = {
  name: 'openai-chat',
  path: '/chat/completions',
  parse: parseRequest,
  inputBound: (request, model) => inputBound(chatInput(request), model),
  refinedInputBound: (request, model) => refinedInputBound(chatInput(request), model),
  estimateInput,
  refuseIgnored,
  writeUpstream,
  readAnswer,
  readEvent,
  annotateAnswer,
  usageEvent,
  stopEvent,
}

function chatInput({ body }: WireRequest) {
  return { messages: body.messages as unknown[], tools: body.tools, functions: body.functions, response_format: body.response_format }
}
