// Under which names people and programs reach each process.
import type { Ports } from './ports.ts'

export type Addresses = {
  gateway: string
  dashboard: string
  wallet: string
  console: string
  stripe: string
  models: string
  mailbox: string
  smtp: string
  worker: string
}

/**
 * `hosts: 'separate'` gives each web app a host of its own, because cookies do not separate by port: the browser tests see
 * cookies as they are in production. Development uses one plain `localhost`, which every machine can resolve.
 */
export function addressesOf(ports: Ports, hosts: 'one' | 'separate'): Addresses {
  const host = (name: string) => (hosts === 'separate' ? `${name}.localhost` : 'localhost')
  return {
    gateway: `http://${host('api')}:${ports.gateway}`,
    dashboard: `http://${host('dashboard')}:${ports.dashboard}`,
    wallet: `http://${host('wallet')}:${ports.wallet}`,
    console: `http://${host('console')}:${ports.console}`,
    stripe: `http://localhost:${ports.stripe}`,
    models: `http://localhost:${ports.models}`,
    mailbox: `http://localhost:${ports.mailbox}`,
    smtp: `smtp://127.0.0.1:${ports.smtp}`,
    worker: `http://127.0.0.1:${ports.worker}`,
  }
}
