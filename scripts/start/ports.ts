// Which port each process listens on: its usual one, or a free one when that is taken.
import { freePort, isFree } from '@farebox/db/postgres'

const usualPorts = {
  dashboard: 3000,
  wallet: 3001,
  console: 3002,
  gateway: 3003,
  stripe: 3004,
  models: 3005,
  mailbox: 3006,
  smtp: 3007,
  worker: 3008,
} as const

export type Ports = Record<keyof typeof usualPorts, number>

/** The usual ports; whoever is told about `onMoved` can tell the person why an address differs today. */
export async function usualOrFreePorts(onMoved: (sentence: string) => void): Promise<Ports> {
  return choosePorts(async (name, usual) => {
    if (await isFree(usual)) return usual
    const port = await freePort()
    onMoved(`Port ${usual} is in use by another program; ${name} gets ${port}.`)
    return port
  })
}

/** Ports that nobody has, so that tests run beside a Farebox that somebody is using. */
export async function freePorts(): Promise<Ports> {
  return choosePorts(() => freePort())
}

async function choosePorts(choose: (name: string, usual: number) => Promise<number>): Promise<Ports> {
  const chosen: Partial<Ports> = {}
  for (const [name, usual] of Object.entries(usualPorts) as [keyof Ports, number][]) {
    const taken = Object.values(chosen)
    let port = await choose(name, usual)
    while (taken.includes(port)) port = await freePort()
    chosen[name] = port
  }
  return chosen as Ports
}
