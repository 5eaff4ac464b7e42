// The settings of the gateway: the only file of it that reads the environment.

import { serviceVariables } from '@farebox/billing/built-in-services'
import { providerList } from '@farebox/billing/proxy'
import { address, encryptionKey, environmentName, readSettings } from '@farebox/billing/settings'
import { z } from 'zod'

const port = (usual: number) => z.coerce.number().int().min(0).max(65_535).default(usual)

const shape = {
  FAREBOX_ENV: environmentName.default('development'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port(3003),
  /** Where `/metrics` answers; never the public port. 0: any free one. */
  METRICS_PORT: port(0),
  DATABASE_URL: z.string().min(1),
  GATEWAY_URL: address,
  DASHBOARD_URL: address,
  WALLET_URL: address,
  ENCRYPTION_KEY: encryptionKey,
  /** Addresses or ranges of our own proxies, by comma: only their `X-Forwarded-For` says whom a request comes from. */
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    ),
  /** Answers for providers without a key, in development; and for sandbox keys, always. */
  MODELS_STAND_IN_URL: address.optional(),
}

const providerVariables: Record<string, z.ZodOptional<z.ZodString | typeof address>> = Object.fromEntries(
  providerList.flatMap(({ name }) => [
    [keyVariable(name), z.string().min(1).optional()],
    [addressVariable(name), address.optional()],
  ]),
)

const serviceShape = Object.fromEntries(serviceVariables.map((name) => [name, z.string().min(1).optional()]))

export function readGatewaySettings() {
  const settings = readSettings<typeof shape>({ ...shape, ...serviceShape, ...providerVariables }, process.env, standInsInProduction)
  const given = new Map<string, unknown>(Object.entries(settings))
  const text = (name: string) => {
    const value = given.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const providers = Object.fromEntries(
    providerList.map(({ name }) => [name, { key: text(keyVariable(name)), baseUrl: text(addressVariable(name)) }]),
  )
  const serviceSettings = Object.fromEntries(serviceVariables.map((name) => [name, text(name)]))
  return { ...settings, providers, serviceSettings }
}

/** Live money must never buy an answer from a stand-in. */
function standInsInProduction(settings: Record<string, unknown>): string[] {
  const standIn = settings.MODELS_STAND_IN_URL
  const local = [settings.LOCAL_API_KEY && 'LOCAL_API_KEY must not be set in production: the local provider is a stand-in']
  const addresses = providerList.map(({ name }) => addressVariable(name))
  const wrong = addresses.filter((name) => typeof standIn === 'string' && String(settings[name] ?? '').startsWith(standIn))
  const services = serviceVariables.filter((name) => typeof standIn === 'string' && String(settings[name] ?? '').startsWith(standIn))
  return [...local, ...[...wrong, ...services].map((name) => `${name} is the address of the models stand-in`)].filter(
    (line) => typeof line === 'string',
  )
}

function keyVariable(provider: string): `${string}_API_KEY` {
  return `${provider.toUpperCase()}_API_KEY`
}

function addressVariable(provider: string): `${string}_BASE_URL` {
  return `${provider.toUpperCase()}_BASE_URL`
}
