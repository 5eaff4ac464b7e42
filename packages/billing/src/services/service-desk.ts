// What calls of own services work with: parts of the metered proxy.

import { hash } from 'node:crypto'
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import { AppError } from '@farebox/errors'
import type { Microcents } from '@farebox/money'
import type { MeteringProxy } from '../proxy/open-proxy.ts'
import type { Units } from './cost-of-call.ts'

export type ServiceDesk = Pick<MeteringProxy, 'database' | 'holds' | 'payers' | 'links' | 'clock'>

/** A call of a service, as it was asked for. */
export type ServiceCall = {
  /** The request's id: of its hold and its charge as well. */
  id: string
  caller: ApiKeyPrincipal
  externalUserId: string | undefined
  endUser?: string | undefined
  serviceName: string
  units?: Units | undefined
  amountMicrocents?: Microcents | undefined
  idempotencyKey: string
  /** Told as soon as it is known to be a service of the app, for logs and for the list of refused calls. */
  onService?: (model: string) => void
}

const KEY_LENGTH_MAX = 255

export function hashOfKey({ idempotencyKey }: ServiceCall): Buffer {
  if (idempotencyKey === '' || idempotencyKey.length > KEY_LENGTH_MAX) {
    throw new AppError('invalid_request', {
      message: `An Idempotency-Key has 1 to ${KEY_LENGTH_MAX} characters.`,
      param: 'Idempotency-Key',
    })
  }
  return hash('sha256', idempotencyKey, 'buffer')
}

/** The same key for a hold and for a charge, another user or other units is another request. */
export function hashOfCall(kind: 'hold' | 'charge', call: ServiceCall): Buffer {
  const { externalUserId, serviceName, units, amountMicrocents } = call
  const asked = [kind, externalUserId ?? null, serviceName, units ?? null, amountMicrocents === undefined ? null : String(amountMicrocents)]
  return hash('sha256', JSON.stringify(asked), 'buffer')
}
