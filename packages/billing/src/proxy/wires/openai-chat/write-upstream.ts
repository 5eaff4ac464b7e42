// The request as it goes to the provider: the caller's own, under the provider's model id, with the limit that was paid for.
import type { UpstreamRequest } from '../wire.ts'

export function writeUpstream({ request, modelId, provider, unitsGranted, payerAlias }: UpstreamRequest): string {
  const {
    max_tokens: _maxTokens,
    max_completion_tokens: _maxCompletionTokens,
    max_charge: _maxCharge,
    models: _models,
    fallback_models: _fallbackModels,
    user: _user,
    store: _store,
    stream_options: streamOptions,
    ...body
  } = request.body
  return JSON.stringify({
    ...body,
    model: modelId,
    [provider.outputLimitParameter]: unitsGranted,
    ...(request.stream &&
      !provider.alwaysSendsUsage && { stream_options: { ...(streamOptions as object | undefined), include_usage: true } }),
    ...provider.sets,
    ...(provider.payerAliasParameter && { [provider.payerAliasParameter]: payerAlias }),
  })
}
