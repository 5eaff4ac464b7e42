// The request as it goes to the provider: the caller's own, under the provider's model id, with the limit that was paid for.
import { AppError } from '@farebox/errors'
import type { ModelFacts } from '@farebox/pricing'
import type { Provider } from '../../providers/provider.ts'
import type { UpstreamRequest, WireRequest } from '../wire.ts'

/** What the provider would drop in silence is refused, before any money is held. */
export function refuseIgnored({ body }: WireRequest, model: ModelFacts, { ignores = [] }: Provider): void {
  for (const name of ignores) {
    if (body[name] == null) continue
    throw new AppError('unsupported_parameter', {
      message: `${model.displayName} would ignore ${name}, so Farebox does not pass it on. Nothing was charged.`,
      param: name,
    })
  }
}

export function writeUpstream({ request, model, provider, unitsGranted, payerAlias }: UpstreamRequest): string {
  const {
    max_tokens: _maxTokens,
    max_completion_tokens: _maxCompletionTokens,
    max_charge: _maxCharge,
    user: _user,
    store: _store,
    stream_options: streamOptions,
    ...body
  } = request.body
  return JSON.stringify({
    ...body,
    model: model.id,
    [provider.outputLimitParameter]: unitsGranted,
    ...(request.stream &&
      !provider.alwaysSendsUsage && { stream_options: { ...(streamOptions as object | undefined), include_usage: true } }),
    ...provider.sets,
    ...(provider.payerAliasParameter && { [provider.payerAliasParameter]: payerAlias }),
  })
}
