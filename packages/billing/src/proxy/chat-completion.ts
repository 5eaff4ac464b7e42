// One call of a chat model, or of the first of several that can serve it: read it, find who may answer, and let it be metered.
import { createHmac, hash } from 'node:crypto'
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { AppError, assert } from '@farebox/errors'
import { hashOfIdempotencyKey } from '../idempotency/idempotency-key.ts'
import { meteredOperation } from '../metering/metered-operation.ts'
import type { Attempt } from './attempt.ts'
import { type Candidate, candidatesOf, type PricedCandidate } from './candidates.ts'
import type { Client } from './client.ts'
import { type FallBack, fallBack, type ReservedCall } from './fall-back.ts'
import type { CallReply, ModelCall } from './model-call.ts'
import type { MeteringProxy } from './open-proxy.ts'
import type { Payer } from './payers.ts'
import { refusalOf } from './refusal.ts'
import { replay } from './replay.ts'
import { type CallToReserve, decide } from './reserve.ts'
import { decideAmong } from './reserve-among.ts'
import { serveStream } from './serve-stream.ts'
import { serveWhole } from './serve-whole.ts'
import type { Wire, WireRequest } from './wires/wire.ts'

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

export async function chatCompletion(chat: ChatCall, proxy: MeteringProxy, wire: Wire): Promise<CallReply> {
  const request = wire.parse(chat.body)
  const { candidates, absent } = candidatesOf(request, wire, chat.caller.mode, proxy)
  const [first] = candidates
  assert(first, 'a call has a model')
  // Only a name of ours: what else stands there may be anything.
  chat.onModel(first.model.id)
  const toReserve = await callToReserve(chat, request, candidates, proxy, wire)
  const callOf = callsOf(chat, request, proxy, wire)

  return meteredOperation<CallReply, ReservedCall>(
    {
      reserve: () => reserveOrReplay(toReserve, absent, proxy, callOf),
      run: async (reserved, underWay) => {
        const serve = ({ candidate, reserved, underWay, isLast }: Attempted) => {
          const call = { ...callOf(candidate, reserved.payer), isLast }
          return request.stream ? serveStream(call, reserved, underWay) : serveWhole(call, reserved, underWay)
        }
        const fallingBack = { reserved, client: chat.client, mayClamp: chat.clamp, underWay, serve }
        if (request.hasFallback) return fallBack(fallingBack, proxy.holds)
        if (chat.client.gone) throw new AppError('request_timeout', { internal: 'the client left before the provider was asked' })
        return serve({ candidate: onlyOf(reserved), reserved, underWay, isLast: true })
      },
    },
    proxy,
  )
}

type Attempted = Parameters<FallBack<CallReply>['serve']>[0]

export async function callToReserve(
  chat: Pick<ChatCall, 'id' | 'caller' | 'externalUserId' | 'endUser' | 'bodyBytes' | 'idempotencyKey' | 'clamp'>,
  request: WireRequest,
  candidates: readonly Candidate[],
  { apps }: MeteringProxy,
  wire: Wire,
): Promise<CallToReserve> {
  const { id, caller, externalUserId, endUser = request.endUser, clamp } = chat
  const app = await apps.find(caller.appId)
  assert(app, 'a key belongs to an app')
  return {
    ...{ holdId: id, caller, externalUserId, endUser, wire, request, candidates, clamp },
    requestHash: hashOfRequest(chat),
    idempotencyHash: chat.idempotencyKey === undefined ? undefined : hashOfIdempotencyKey(chat.idempotencyKey),
    outputUnitsDefault: app.outputTokensDefault,
  }
}

type CallOf = (candidate: Candidate, payer: Payer) => ModelCall

/** What serving needs to know, for each model that may be asked. */
function callsOf(chat: ChatCall, request: WireRequest, proxy: MeteringProxy, wire: Wire): CallOf {
  return ({ model, chosen }, payer) => ({
    wire,
    request,
    model,
    chosen,
    isLast: true,
    client: chat.client,
    answers: chat.idempotencyKey === undefined ? undefined : proxy.answers,
    upstreamBody: (unitsGranted) =>
      wire.writeUpstream({
        request,
        modelId: chosen.modelId,
        provider: chosen.provider,
        unitsGranted,
        payerAlias: payerAlias(proxy.payerAliasKey, payer),
      }),
    wishes: { billingMode: chat.caller.billingMode, wantsQuota: chat.wantsQuota },
    docsUrl: proxy.docsUrl,
  })
}

async function reserveOrReplay(
  toReserve: CallToReserve,
  absent: readonly Attempt[],
  proxy: MeteringProxy,
  callOf: CallOf,
): Promise<ReservedCall | { replay: () => Promise<CallReply> }> {
  const decided = toReserve.request.hasFallback
    ? await decideAmong(toReserve, absent, proxy)
    : { ...(await decide(toReserve, proxy)), refused: absent, shortage: undefined }
  const { answer, payer, candidates, refused, shortage } = decided
  if (answer.outcome === 'replay') return { replay: () => replay({ holdId: answer.holdId, toReserve, payer, callOf }, proxy) }
  if (answer.outcome !== 'held') throw await refusalOf(toReserve, decided, proxy)
  const { priceVersion, quote } = onlyOf(decided)
  return {
    ...{ holdId: toReserve.holdId, payer, priceVersion, candidates, refused, shortage },
    unitsWanted: quote.unitsWanted,
    unitsGranted: answer.unitsGranted,
    holdMicrocents: answer.amountMicrocents,
    baseMaxMicrocents: answer.baseMaxMicrocents,
    spendableMicrocents: answer.spendableMicrocents,
  }
}

/** The first: the only one, where the caller named no others. */
function onlyOf({ candidates: [first] }: { candidates: readonly PricedCandidate[] }): PricedCandidate {
  assert(first, 'a call has a model')
  return first
}

/** With the user a key names: the same body for another user is another request. A token is its user, also once a guest has signed in. */
function hashOfRequest({ bodyBytes, caller, externalUserId: named }: Pick<ChatCall, 'bodyBytes' | 'caller' | 'externalUserId'>): Buffer {
  const externalUserId = caller.userToken ? undefined : named
  return hash('sha256', externalUserId === undefined ? bodyBytes : Buffer.concat([bodyBytes, Buffer.from(`\0${externalUserId}`)]), 'buffer')
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
