// Serves a call whose answer comes in one piece.
import type { IncomingHttpHeaders } from 'node:http'
import { AppError } from '@farebox/errors'
import { type Usage, usageOf } from '@farebox/pricing'
import { BilledFailure, type Ending } from '../metering/ending.ts'
import type { Heartbeat, StopReason } from '../metering/heartbeat.ts'
import type { Served } from '../metering/metered-operation.ts'
import type { Reserved } from '../metering/reserved.ts'
import { writtenFor } from './cache-writes.ts'
import type { CallReply, ModelCall } from './model-call.ts'
import { OutputMeter } from './output-meter.ts'
import { HungUp } from './provider-connection.ts'
import { failureInside, failureOfConnection, failureOfStatus } from './provider-failure.ts'
import { chargeHeaders, headersOfHold, receiptOf } from './receipt.ts'
import type { Json, Reading } from './wires/wire.ts'

/** A user who disconnects the app pays for the answer that was under way; it cannot be cut in half. */
const endsWhole: ReadonlySet<StopReason> = new Set(['gateway_lost', 'time_limit', 'server_stopping'])

type ProviderReply = { status: number; headers: IncomingHttpHeaders; text: string }

export async function serveWhole(
  call: ModelCall,
  reserved: Reserved,
  underWay: ReturnType<Heartbeat['begin']>,
): Promise<Served<CallReply>> {
  const { wire, chosen, client, answers } = call
  const reply = await replyOrDeparture(call, reserved, underWay)
  if (reply === 'client left') return abandoned(call)
  if (reply.status !== 200) throw failureOfStatus(reply.status, reply.headers, reply.text, chosen.provider.name)

  const answer = parsed(reply.text)
  if (!answer) throw new BilledFailure(failureOfConnection(new Error('not JSON'), chosen.provider.name), await inputOnly(call))
  const reading = wire.readAnswer(answer)
  if (reading.failed) throw failureInside(answer, chosen.provider.name)
  const ending = await endingOf(call, reading, client.gone)
  if (answers && ending.resolution === 'settled') ending.answer = await answers.seal(reserved.holdId, reply.text)
  return {
    ended: Promise.resolve(ending),
    reply: async (charge) => {
      const settled = await charge
      const headers = { ...passedOn(reply.headers), ...headersOfHold(reserved, chosen, call.model.id), ...chargeHeaders(settled) }
      return { streamed: false, headers, body: wire.annotateAnswer(reply.text, answer, receiptOf(settled, call.wishes)) }
    },
  }
}

/** The provider's whole reply; or, where it stops billing when we hang up, the client's departure if that comes first. */
function replyOrDeparture(
  call: ModelCall,
  reserved: Reserved,
  underWay: ReturnType<Heartbeat['begin']>,
): Promise<ProviderReply | 'client left'> {
  const { wire, chosen, client, upstreamBody } = call
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let status = 0
    let headers: IncomingHttpHeaders = {}
    const exchange = chosen.connection.post(wire.path, upstreamBody(reserved.unitsGranted), {
      head: (givenStatus, givenHeaders) => {
        status = givenStatus
        headers = givenHeaders
      },
      chunk: (bytes) => chunks.push(bytes),
      end: () => resolve({ status, headers, text: (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8') }),
      failed: (cause) => {
        if (cause instanceof HungUp) return
        const failure = failureOfConnection(cause, chosen.provider.name)
        // Once it has answered 200 it has worked, and may bill us for what never arrived.
        if (status === 200) inputOnly(call).then((usage) => reject(new BilledFailure(failure, usage)), reject)
        else reject(failure)
      },
    })
    underWay.watch({
      // Nothing is known of an answer that has not come; what is under way is finished, unless this process cannot.
      usageSoFar: async () => undefined,
      stop: (reason) => {
        if (!endsWhole.has(reason)) return
        inputOnly(call).then((usage) => reject(new BilledFailure(new AppError('stopping', { internal: reason }), usage)), reject)
        exchange.abort()
      },
    })
    if (chosen.provider.disconnectPolicy === 'abort') {
      client.onGone(() => {
        resolve('client left')
        exchange.abort()
      })
    }
  })
}

async function abandoned(call: ModelCall): Promise<Served<CallReply>> {
  const ending: Ending = { resolution: 'settled', outcome: 'client_left', usage: await inputOnly(call) }
  return { ended: Promise.resolve(ending), reply: async (charge) => charge.then(() => ({ streamed: true })) }
}

async function endingOf(call: ModelCall, reading: Reading, clientGone: boolean): Promise<Ending> {
  const usage = writtenFor(reading.usage, call.request) ?? (await counted(call, reading))
  const empty = !usage.output && reading.pieces === 0
  if (empty && !clientGone) return { resolution: 'absorbed', outcome: 'empty', usage }
  return { resolution: 'settled', outcome: clientGone ? 'client_left' : 'complete', usage }
}

/** The provider did not say what was used: we count. */
async function counted({ wire, request, model }: ModelCall, { text, pieces }: Reading): Promise<Usage> {
  const meter = new OutputMeter(model.tokenizer)
  meter.add(text, pieces)
  const [input, output] = await Promise.all([wire.estimateInput(request, model), meter.total()])
  return usageOf({ input, output })
}

async function inputOnly({ wire, request, model }: ModelCall): Promise<Usage> {
  return usageOf({ input: await wire.estimateInput(request, model) })
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}

/** Everything else a provider's headers say is about our account. */
const passedOnHeaders = ['openai-processing-ms', 'openai-version'] as const

export function passedOn(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {}
  for (const name of passedOnHeaders) {
    const value = headers[name]
    if (typeof value === 'string') passed[name] = value
  }
  return passed
}
