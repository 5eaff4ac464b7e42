// `fundingAllowed` as an app's server asks it: of a user by the app's own id, for anything or for one of its services.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import type { Microcents } from '@farebox/money'
import { type FundingAnswer, fundingAllowed } from '../metering/funding-allowed.ts'
import { findService } from './find-services.ts'
import { modelNameOf } from './own-service.ts'
import type { ServiceDesk } from './service-desk.ts'

export type FundingAsked = {
  caller: ApiKeyPrincipal
  externalUserId: string | undefined
  minimumMicrocents: Microcents
  serviceName?: string | undefined
}

export async function askFunding(desk: ServiceDesk, asked: FundingAsked): Promise<FundingAnswer & { topupUrl: string }> {
  const { caller, externalUserId, minimumMicrocents, serviceName } = asked
  const payer = await desk.payers.findNow(caller, externalUserId)
  const service = serviceName === undefined ? undefined : await serviceOf(desk, caller.appId, serviceName)
  const answer = await fundingAllowed(desk.holds, { payer, credentialId: caller.apiKeyId, minimumMicrocents, service })
  return { ...answer, topupUrl: desk.links.topup(payer) }
}

async function serviceOf({ database, clock }: ServiceDesk, appId: string, name: string) {
  const service = await findService(database, { appId, name, now: clock() })
  return { id: service.id, priceVersionId: service.price.id, model: modelNameOf(service), providerId: service.price.providerId }
}
