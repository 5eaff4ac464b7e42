// What the gateway's routes work with, and what is known of a request once its caller is.
import type { ApiKeyPrincipal } from '@farebox/auth/api-key'
import type { ApiKeyDirectory } from '@farebox/auth/api-key-directory'
import type { NetworkAttempts } from '@farebox/auth/network-attempts'
import type { BuiltInServices } from '@farebox/billing/built-in-services'
import type { GuestDesk } from '@farebox/billing/guests'
import type { MeteringProxy } from '@farebox/billing/proxy'
import type { RateLimits } from '@farebox/billing/rate-limits'
import type { WebhookDesk } from '@farebox/billing/webhooks'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { KeysLastUsed } from './keys-last-used.ts'
import type { Metrics } from './metrics.ts'

export type Gateway = {
  proxy: MeteringProxy
  /** Engines and vendors of services beside models. */
  services: BuiltInServices
  /** What visitors without an account are let in with. */
  guests: GuestDesk & { attempts: NetworkAttempts }
  /** What webhook endpoints are made with. */
  webhooks: WebhookDesk
  keys: ApiKeyDirectory
  lastUsed: KeysLastUsed
  limits: RateLimits
  metrics: Metrics
  logger: Logger
  gatewayUrl: string
  /** Where people pay. */
  walletUrl: string
  /** Development: websites on localhost count as registered. */
  isDevelopment: boolean
  /** True once the process was told to stop: new calls are refused. */
  stopping: boolean
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Errors as RFC 9457 problems, on what is not OpenAI's API. */
    problem?: boolean
  }
  interface FastifyRequest {
    /** `req_…`: the id as callers know it. */
    publicId: string
    /** Who sent the key. Set before a handler of an authenticated route runs. */
    caller: ApiKeyPrincipal
    /** The user named in path or header, on routes that may be paid by a user. */
    externalUserId: string | undefined
    bodyBytes: Buffer
    /** For the log and the list of refused calls. */
    modelName: string | undefined
  }
}

export type Routes = (app: FastifyInstance, gateway: Gateway) => void
