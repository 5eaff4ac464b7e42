// What each process is told. Real credentials in the environment or in `.env` replace the stand-in beside them, one by one.
import path from 'node:path'
import { repositoryRoot, withOurNode } from '../repository.ts'
import type { Addresses } from './addresses.ts'
import type { Ports } from './ports.ts'
import type { Secrets } from './secrets.ts'

export type Surroundings = {
  environmentName: 'development' | 'test'
  databaseUrl: string
  addresses: Addresses
  ports: Ports
  secrets: Secrets
  /** Where the Stripe stand-in keeps what must survive a restart together with the database. */
  stripeStateFile: string
}

export type Environment = Record<string, string>

const host = '127.0.0.1'
const stripeWebhookPath = '/api/stripe'
const stripeConnectWebhookPath = '/api/stripe/connect'

/** What every process shares. An empty string means "not set". */
export function commonEnvironment({ environmentName, databaseUrl, addresses, secrets }: Surroundings): Environment {
  const given = process.env
  const realStripe = Boolean(given.STRIPE_SECRET_KEY)
  return {
    ...machineEnvironment(),
    FAREBOX_ENV: environmentName,
    HOST: host,
    DATABASE_URL: databaseUrl,
    GATEWAY_URL: addresses.gateway,
    DASHBOARD_URL: addresses.dashboard,
    WALLET_URL: addresses.wallet,
    CONSOLE_URL: addresses.console,
    STRIPE_SECRET_KEY: given.STRIPE_SECRET_KEY ?? 'sk_test_stand_in',
    STRIPE_API_BASE: realStripe ? (given.STRIPE_API_BASE ?? '') : addresses.stripe,
    STRIPE_WEBHOOK_SECRET: given.STRIPE_WEBHOOK_SECRET ?? secrets.stripeWebhookSecret,
    STRIPE_CONNECT_WEBHOOK_SECRET: given.STRIPE_CONNECT_WEBHOOK_SECRET ?? secrets.stripeConnectWebhookSecret,
    SMTP_URL: given.SMTP_URL ?? addresses.smtp,
    MAILBOX_URL: given.SMTP_URL ? '' : addresses.mailbox,
    MAIL_FROM: given.MAIL_FROM ?? 'Farebox <hello@farebox.test>',
    MODELS_STAND_IN_URL: addresses.models,
    ENCRYPTION_KEY: given.ENCRYPTION_KEY ?? secrets.encryptionKey,
  }
}

export function standInsEnvironment({ ports, secrets, stripeStateFile }: Surroundings): Environment {
  return {
    ...machineEnvironment(),
    HOST: host,
    PORT_STRIPE: String(ports.stripe),
    PORT_MODELS: String(ports.models),
    PORT_MAILBOX: String(ports.mailbox),
    PORT_SMTP: String(ports.smtp),
    STRIPE_WEBHOOK_SECRET: secrets.stripeWebhookSecret,
    STRIPE_WEBHOOK_URL: `http://${host}:${ports.wallet}${stripeWebhookPath}`,
    STRIPE_CONNECT_WEBHOOK_SECRET: secrets.stripeConnectWebhookSecret,
    STRIPE_CONNECT_WEBHOOK_URL: `http://${host}:${ports.wallet}${stripeConnectWebhookPath}`,
    STRIPE_STATE_FILE: stripeStateFile,
  }
}

// Each web app knows its own session secret only: a session made by one must mean nothing to another.
export const dashboardEnvironment = (surroundings: Surroundings): Environment => ({
  ...commonEnvironment(surroundings),
  PORT: String(surroundings.ports.dashboard),
  DASHBOARD_SESSION_SECRET: process.env.DASHBOARD_SESSION_SECRET ?? surroundings.secrets.dashboardSessionSecret,
})

export const walletEnvironment = (surroundings: Surroundings): Environment => ({
  ...commonEnvironment(surroundings),
  PORT: String(surroundings.ports.wallet),
  WALLET_SESSION_SECRET: process.env.WALLET_SESSION_SECRET ?? surroundings.secrets.walletSessionSecret,
  MAIL_LINK_SECRET: process.env.MAIL_LINK_SECRET ?? surroundings.secrets.mailLinkSecret,
})

export const consoleEnvironment = (surroundings: Surroundings): Environment => ({
  ...commonEnvironment(surroundings),
  PORT: String(surroundings.ports.console),
  CONSOLE_SESSION_SECRET: process.env.CONSOLE_SESSION_SECRET ?? surroundings.secrets.consoleSessionSecret,
})

// Tests never spend: keys that happen to be in the environment stay there.
export const gatewayEnvironment = (surroundings: Surroundings): Environment => ({
  ...(surroundings.environmentName === 'test' ? {} : providerCredentials()),
  ...commonEnvironment(surroundings),
  PORT: String(surroundings.ports.gateway),
  TRUSTED_PROXIES: process.env.TRUSTED_PROXIES ?? '',
})

export const workerEnvironment = (surroundings: Surroundings): Environment => ({
  ...commonEnvironment(surroundings),
  PORT: String(surroundings.ports.worker),
  MAIL_LINK_SECRET: process.env.MAIL_LINK_SECRET ?? surroundings.secrets.mailLinkSecret,
})

/** What a program needs of the machine, and nothing that might be a secret of something else. */
function machineEnvironment(): Environment {
  const wanted = [
    'PATH',
    'HOME',
    'LANG',
    'TMPDIR',
    'TZ',
    'NODE_OPTIONS',
    'ALERT_WEBHOOK_URL',
    'HTTP_PROXY',
    'HTTPS_PROXY',
    'NO_PROXY',
    'NODE_EXTRA_CA_CERTS',
  ]
  const names = path.join(repositoryRoot, 'scripts', 'start', 'localhost-names.mjs')
  const kept = withOurNode(process.env)
  const chosen = Object.fromEntries(wanted.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]]])))
  return { ...chosen, NODE_OPTIONS: `${chosen.NODE_OPTIONS ?? ''} --import=${pathToOption(names)}`.trim(), NEXT_TELEMETRY_DISABLED: '1' }
}

// NODE_OPTIONS splits at spaces unless quoted.
const pathToOption = (file: string) => `"${file.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

function providerCredentials(): Environment {
  const isProviders = ([name]: [string, string | undefined]) => /_(API_KEY|BASE_URL)$|^AWS_/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(isProviders)) as Environment
}
