// One call of a chat model: read it, price it, find who serves it, and let it be metered.
import { createHmac, hash } from 'node:crypto'
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { AppError, assert } from '@farebox/errors'
import { findModel } from '@farebox/pricing'
import { meteredOperation } from '../metering/metered-operation.ts'
import type { Reserved } from '../metering/reserved.ts'
import type { Client } from './client.ts'
import type { CallReply, ModelCall } from './model-call.ts'
import type { MeteringProxy } from './open-proxy.ts'
import type { Payer } from './payers.ts'
import { refusalOf } from './refusal.ts'
import { replay } from './replay.ts'
import { type CallToReserve, decide } from './reserve.ts'
import { serveStream } from './serve-stream.ts'
import { serveWhole } from './serve-whole.ts'
import type { Wire } from './wires/wire.ts'

export type ChatCall = {
  /** The request's id: of its hold and its charge as well. */
  id: string
  caller: ApiKeyPrincipal
  externalUserId: string | undefined
  /** A label for who used it, where the developer pays. */
  endUser: string | undefined
  body: unknown
  bodyBytes: Buffer
  idempotencyKey: string | undefined
  clamp: boolean
  wantsQuota: boolean
  client: Client
  /** Told as soon as it is known, for logs and for the list of refused calls. */
  onModel: (model: string) => void
}

const IDEMPOTENCY_KEY_LENGTH_MAX = 255

export async function chatCompletion(chat: ChatCall, proxy: MeteringProxy, wire: Wire): Promise<CallReply> {
  const request = wire.parse(chat.body)
  const model = findModel(request.modelName)
  // Only a name of ours: what else stands there may be anything.
  chat.onModel(model.id)
  if (request.outputUnitsWanted !== undefined && request.outputUnitsWanted > model.maxOutputUnits) {
    const message = `${model.displayName} writes at most ${model.maxOutputUnits} tokens. Nothing was charged.`
    throw new AppError('invalid_request', { message, param: 'max_tokens' })
  }
  const chosen = proxy.providers.choose(model, wire.name, chat.caller.mode)
  wire.refuseIgnored(request, model, chosen.provider)
  const app = await proxy.apps.find(chat.caller.appId)
  assert(app, 'a key belongs to an app')

  const toReserve: CallToReserve = {
    holdId: chat.id,
    caller: chat.caller,
    externalUserId: chat.externalUserId,
    endUser: chat.endUser ?? request.endUser,
    wire,
    request,
    model,
    requestHash: hashOfRequest(chat),
    idempotencyHash: hashOfKey(chat.idempotencyKey),
    clamp: chat.clamp,
    outputUnitsDefault: app.outputTokensDefault,
  }
  const modelCall = (payer: Payer): ModelCall => ({
    wire,
    request,
    model,
    chosen,
    client: chat.client,
    answers: chat.idempotencyKey === undefined ? undefined : proxy.answers,
    upstreamBody: (unitsGranted) =>
      wire.writeUpstream({
        request,
        model,
        provider: chosen.provider,
        unitsGranted,
        payerAlias: payerAlias(proxy.payerAliasKey, payer),
      }),
    wishes: { billingMode: chat.caller.billingMode, wantsQuota: chat.wantsQuota },
    docsUrl: proxy.docsUrl,
  })
  return meteredOperation(
    {
      reserve: () => reserveOrReplay(toReserve, chat, proxy, modelCall),
      run: async (reserved, underWay) => {
        if (chat.client.gone) throw new AppError('request_timeout', { internal: 'the client left before the provider was asked' })
        const call = modelCall(reserved.payer)
        return request.stream ? serveStream(call, reserved, underWay) : serveWhole(call, reserved, underWay)
      },
    },
    proxy,
  )
}

async function reserveOrReplay(
  toReserve: CallToReserve,
  chat: ChatCall,
  proxy: MeteringProxy,
  modelCall: (payer: Payer) => ModelCall,
): Promise<Reserved | { replay: () => Promise<CallReply> }> {
  const decision = await decide(toReserve, proxy)
  const { answer, quote, payer, priceVersion } = decision
  if (answer.outcome === 'replay') {
    return { replay: () => replay({ holdId: answer.holdId, toReserve, payer, call: modelCall(payer) }, proxy) }
  }
  if (answer.outcome !== 'held') throw await refusalOf(toReserve, decision, proxy)
  return {
    holdId: chat.id,
    payer,
    priceVersion,
    unitsWanted: quote.unitsWanted,
    unitsGranted: answer.unitsGranted,
    holdMicrocents: answer.amountMicrocents,
    spendableMicrocents: answer.spendableMicrocents,
  }
}

/** The same body for another user is another request. */
function hashOfRequest({ bodyBytes, externalUserId }: ChatCall): Buffer {
  return hash('sha256', externalUserId === undefined ? bodyBytes : Buffer.concat([bodyBytes, Buffer.from(`\0${externalUserId}`)]), 'buffer')
}

function hashOfKey(idempotencyKey: string | undefined): Buffer | undefined {
  if (idempotencyKey === undefined) return undefined
  if (idempotencyKey === '' || idempotencyKey.length > IDEMPOTENCY_KEY_LENGTH_MAX) {
    throw new AppError('invalid_request', { message: `An Idempotency-Key has 1 to ${IDEMPOTENCY_KEY_LENGTH_MAX} letters.` })
  }
  return hash('sha256', idempotencyKey, 'buffer')
}

/** Always the same for one wallet, and nobody else can tell whose it is. */
function payerAlias(key: Buffer, payer: Payer): string {
  const known = aliases.get(payer)
  if (known) return known
  const alias = createHmac('sha256', key).update(payer.walletId).digest('base64url')
  aliases.set(payer, alias)
  return alias
}

const aliases = new WeakMap<Payer, string>()
