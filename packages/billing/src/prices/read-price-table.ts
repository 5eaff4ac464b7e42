// The price table as operators read it: what every model costs now, what was announced, and what today's price list would change.
import type { Database } from '@farebox/db'
import { modelList, type PriceLine } from '@farebox/pricing'
import { readPrice } from '@farebox/pricing/price-book'

export type PriceTableRow = {
  model: string
  displayName: string
  provider: string
  /** A metered service, such as speech or reading pages. Its price list comes with Farebox: it is not changed here. */
  isService: boolean
  isOn: boolean
  inForce: Terms | undefined
  announced: Terms | undefined
  /** What the price list says today. Undefined: it does not know the model any more. */
  listed: { source: string; lines: Line[] } | undefined
  /** Lines where the list differs from what is in force, or will be. */
  changes: Change[]
}

export type Line = Pick<PriceLine, 'meter' | 'aboveUnits' | 'serviceTier' | 'priceMicrocentsPerMillion' | 'costMicrocentsPerMillion'>
export type Terms = { id: string; startsAt: Date; endsAt: Date | null; source: string; lines: Line[] }
export type Change = { meter: string; aboveUnits: number; serviceTier: string; now: Prices | null; next: Prices | null }
type Prices = { priceMicrocentsPerMillion: bigint; costMicrocentsPerMillion: bigint }

export async function readPriceTable(database: Database, now: Date): Promise<PriceTableRow[]> {
  const [providers, switches, versions] = await Promise.all([
    database.provider.findMany(),
    database.modelSwitch.findMany(),
    database.priceVersion.findMany({
      where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      include: { lines: true },
      orderBy: { startsAt: 'asc' },
    }),
  ])
  const nameOf = new Map(providers.map(({ id, name }) => [id, name]))
  const enabled = new Set(providers.flatMap(({ name, enabled: isOn }) => (isOn ? [name] : [])))
  const off = new Set(switches.map(({ model, providerId }) => keyOf(nameOf.get(providerId), model)))
  const known = new Set(modelList.map(({ provider, id }) => keyOf(provider, id)))
  const versionsOf = Map.groupBy(versions, ({ model, providerId }) => keyOf(nameOf.get(providerId), model))
  const standing = (provider: string, model: string) => {
    const own = versionsOf.get(keyOf(provider, model)) ?? []
    const [inForce, announced] = [own.findLast(({ startsAt }) => startsAt <= now), own.find(({ startsAt }) => startsAt > now)]
    return {
      isOn: enabled.has(provider) && !off.has(keyOf(provider, model)),
      ...{ inForce: inForce && termsOf(inForce), announced: announced && termsOf(announced) },
    }
  }
  const models = modelList.map((model): PriceTableRow => {
    const terms = standing(model.provider, model.id)
    const listed = listedNow(model, now)
    return {
      ...{ model: model.id, displayName: model.displayName, provider: model.provider, isService: false, ...terms, listed },
      changes: listed ? changesBetween((terms.announced ?? terms.inForce)?.lines ?? [], listed.lines) : [],
    }
  })
  const services = [...versionsOf].flatMap(([key, [first]]): PriceTableRow[] => {
    const provider = first && nameOf.get(first.providerId)
    if (!first || !provider || known.has(key)) return []
    const { model } = first
    return [
      { ...{ model, displayName: 'Service', provider, isService: true, listed: undefined, changes: [] }, ...standing(provider, model) },
    ]
  })
  return [...models, ...services]
}

const keyOf = (provider: string | undefined, model: string) => `${provider}:${model}`

type ListedModel = (typeof modelList)[number]

function listedNow(model: ListedModel, at: Date) {
  try {
    const { source, lines } = readPrice(model, { id: '', at, startsAt: at })
    return { source, lines: lines.map(lineOf) }
  } catch {
    return undefined
  }
}

export const termsOf = ({ id, startsAt, endsAt, source, lines }: Terms & { lines: readonly Line[] }): Terms => ({
  ...{ id, startsAt, endsAt, source },
  lines: lines.map(lineOf),
})

const lineOf = ({ meter, aboveUnits, serviceTier, priceMicrocentsPerMillion, costMicrocentsPerMillion }: Line): Line => ({
  ...{ meter, aboveUnits, serviceTier, priceMicrocentsPerMillion, costMicrocentsPerMillion },
})

/** Line by line, in the order of what is new; a line that goes has no next price. */
export function changesBetween(now: readonly Line[], next: readonly Line[]): Change[] {
  const lineKey = ({ meter, aboveUnits, serviceTier }: Line) => `${serviceTier}/${meter}/${aboveUnits}`
  const before = new Map(now.map((line) => [lineKey(line), line]))
  const after = new Map(next.map((line) => [lineKey(line), line]))
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key) => {
    const [old, fresh] = [before.get(key), after.get(key)]
    const line = fresh ?? old
    if (!line || (old && fresh && samePrices(old, fresh))) return []
    const { meter, aboveUnits, serviceTier } = line
    return [{ meter, aboveUnits, serviceTier, now: old ? pricesOf(old) : null, next: fresh ? pricesOf(fresh) : null }]
  })
}

const pricesOf = ({ priceMicrocentsPerMillion, costMicrocentsPerMillion }: Line) => ({
  priceMicrocentsPerMillion,
  costMicrocentsPerMillion,
})

const samePrices = (one: Line, other: Line) =>
  one.priceMicrocentsPerMillion === other.priceMicrocentsPerMillion && one.costMicrocentsPerMillion === other.costMicrocentsPerMillion
