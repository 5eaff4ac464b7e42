// Serves a call whose answer is streamed. Until its first output a failure is still an ordinary error; after it, an event.
import { AppError, type ErrorCode, errorCodes } from '@farebox/errors'
import { type Usage, usageOf } from '@farebox/pricing'
import { BilledFailure, type Ending } from '../metering/ending.ts'
import type { Heartbeat, StopReason } from '../metering/heartbeat.ts'
import type { Served } from '../metering/metered-operation.ts'
import type { Reserved } from '../metering/reserved.ts'
import type { Charge } from '../metering/settle.ts'
import { writtenFor } from './cache-writes.ts'
import { errorBody } from './error-body.ts'
import { writeEvent } from './event-stream.ts'
import { closingOf, type StreamEnd, StreamMeter } from './meter-stream.ts'
import type { CallReply, ModelCall } from './model-call.ts'
import { headersOfHold, receiptOf, streamHeaders } from './receipt.ts'
import { passedOn } from './serve-whole.ts'
import type { Json } from './wires/wire.ts'

/** A stream as it is kept for an Idempotency-Key: all that was passed on, and the provider's usage event, which was not. */
export type KeptStream = { text: string; usageEvent: Json | undefined }

export async function serveStream(
  call: ModelCall,
  reserved: Reserved,
  underWay: ReturnType<Heartbeat['begin']>,
): Promise<Served<CallReply>> {
  const begun = Promise.withResolvers<void>()
  const meter = new StreamMeter(call, reserved, {
    onBegun: begun.resolve,
    headers: (given) => ({ ...passedOn(given), ...headersOfHold(reserved, call.chosen, call.model.id), ...streamHeaders(reserved) }),
  })
  const estimate = once(() => call.wire.estimateInput(call.request, call.model))
  underWay.watch({
    usageSoFar: async () => {
      if (meter.output.isEmpty) return undefined
      return usageOf({ input: await estimate(), output: await meter.output.soFar() })
    },
    stop: (reason) => meter.stop(reason),
  })
  meter.start(call.upstreamBody(reserved.unitsGranted))

  const first = await Promise.race([begun.promise, meter.ended])
  if (first?.how === 'broken' && !meter.begun) {
    throw meter.providerBegan ? new BilledFailure(first.failure, usageOf({ input: await estimate() })) : first.failure
  }
  if (first?.how === 'stopped' && !meter.begun) throw stoppedBeforeOutput(first.reason)
  return {
    ended: meter.ended.then((end) => endingOf(end, call, reserved, meter, estimate)),
    reply: async (charge) => {
      const end = await meter.ended
      await sayLast(end, await charge, call, meter)
      return { streamed: true }
    },
  }
}

async function endingOf(
  end: StreamEnd,
  call: ModelCall,
  reserved: Reserved,
  meter: StreamMeter,
  estimate: () => Promise<number>,
): Promise<Ending> {
  const usage = writtenFor(meter.usage, call.request) ?? (await counted(meter, estimate))
  if (end.how === 'broken') {
    return meter.output.isEmpty
      ? { resolution: 'released', outcome: 'provider_failed', usage }
      : { resolution: 'settled', outcome: 'provider_broke', usage }
  }
  if (end.how === 'stopped') return { resolution: 'settled', outcome: 'stopped', usage, stopped: end.reason }
  if (end.how === 'client_left') return { resolution: 'settled', outcome: 'client_left', usage }
  if (!usage.output && meter.output.isEmpty) return { resolution: 'absorbed', outcome: 'empty', usage }
  const kept: KeptStream | undefined = meter.kept && { text: meter.kept.join(''), usageEvent: meter.usageEvent }
  const answer = kept && (await call.answers?.seal(reserved.holdId, JSON.stringify(kept)))
  return { resolution: 'settled', outcome: 'complete', usage, answer }
}

async function counted(meter: StreamMeter, estimate: () => Promise<number>): Promise<Usage> {
  const [input, output] = await Promise.all([estimate(), meter.output.total()])
  return usageOf({ input, output })
}

async function sayLast(end: StreamEnd, charge: Charge, call: ModelCall, meter: StreamMeter): Promise<void> {
  const { client, wire, request, wishes } = call
  if (client.gone) return
  if (end.how === 'broken') {
    const charged = charge.totalMicrocents > 0n
    return client.end(
      writeEvent(
        JSON.stringify(errorBody(brokenOff(end.failure, charged), { requestId: charge.reserved.holdId, docsUrl: call.docsUrl, charged })),
      ),
    )
  }
  const stopped = end.how === 'stopped' ? writeEvent(wire.stopEvent(meter.head)) : ''
  const usageData = wire.usageEvent(meter.usageEvent, meter.head, receiptOf(charge, wishes))
  client.end(stopped + closingOf(usageData, request.wantsStreamUsage))
}

function brokenOff(failure: Error, charged: boolean): AppError {
  const code = failure instanceof AppError ? failure.code : 'provider_error'
  return charged ? new AppError(code, { message: 'The AI provider broke off. Only what it had produced was charged.' }) : new AppError(code)
}

function stoppedBeforeOutput(reason: StopReason): AppError {
  return new AppError(reason in errorCodes ? (reason as ErrorCode) : 'stopping', { internal: `stopped before output: ${reason}` })
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => {
    made ??= make()
    return made
  }
}
