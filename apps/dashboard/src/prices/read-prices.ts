// Every model and service with its price, as the gateway tells anybody.
import 'server-only'
import { parseDollars } from '@farebox/money'
import { z } from 'zod'
import { env } from '../env'

export type PricedRow = {
  id: string
  kind: 'model' | 'service'
  name: string
  provider: string
  /** Where it answers: wires of a model, the endpoint of a service. */
  answersAt: string[]
  explained: string
  typical: { words: string; cost: bigint }
}

const PATIENCE_MS = 5_000

const row = z.object({
  id: z.string(),
  object: z.enum(['model', 'service']),
  name: z.string(),
  provider: z.string(),
  wires: z.array(z.string()).optional(),
  endpoint: z.string().optional(),
  pricing: z.object({
    explained: z.string(),
    typical: z.object({ words: z.string(), cost: z.string().transform((text) => parseDollars(text)) }),
  }),
})
const list = z.object({ data: z.array(row) })

/** Undefined: the gateway does not answer. */
export async function readPrices(): Promise<PricedRow[] | undefined> {
  try {
    const reply = await fetch(`${env().GATEWAY_URL}/v1/prices`, { signal: AbortSignal.timeout(PATIENCE_MS), cache: 'no-store' })
    return list.parse(await reply.json()).data.map(describe)
  } catch (cause) {
    console.error({ page: 'models', doing: 'reading prices', cause: cause instanceof Error ? cause.message : String(cause) })
    return undefined
  }
}

const describe = ({ object, wires, endpoint, pricing, id, name, provider }: z.infer<typeof row>): PricedRow => ({
  id,
  kind: object,
  name,
  provider,
  answersAt: endpoint ? [endpoint] : (wires ?? []),
  ...pricing,
})
