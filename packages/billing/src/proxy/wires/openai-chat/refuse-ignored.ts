// What a provider would drop or change in silence is refused, before any money is held.
import { AppError } from '@farebox/errors'
import type { ModelFacts } from '@farebox/pricing'
import type { Provider } from '../../providers/provider.ts'
import type { WireRequest } from '../wire.ts'

/** Read by us, and never sent on as they came. */
const ours: ReadonlySet<string> = new Set(['models', 'fallback_models', 'max_charge', 'user', 'store'])

export function refuseIgnored({ body }: WireRequest, model: ModelFacts, { takes, ignoresInside = [], atMost = {} }: Provider): void {
  if (takes) {
    for (const [name, value] of Object.entries(body)) {
      if (value != null && !takes.has(name) && !ours.has(name)) refuse(model, name, 'would ignore it')
    }
  }
  for (const [name, most] of Object.entries(atMost)) {
    const value = body[name]
    if (typeof value === 'number' && value > most) refuse(model, name, `takes ${most} at most`)
  }
  for (const pattern of ignoresInside) {
    const place = firstAt(body, pattern.split('.'), '')
    if (place) refuse(model, place, 'would ignore it')
  }
}

/** Where the first value is that a pattern such as `tools[].function.strict` leads to. Null and false say nothing, so they pass. */
function firstAt(value: unknown, [step, ...rest]: string[], place: string): string | undefined {
  if (step === undefined) return value != null && value !== false ? place : undefined
  if (typeof value !== 'object' || value === null) return undefined
  const name = step.replace('[]', '')
  const inner = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  const here = place === '' ? name : `${place}.${name}`
  if (!step.endsWith('[]')) return firstAt(inner, rest, here)
  if (!Array.isArray(inner)) return undefined
  for (const [at, item] of inner.entries()) {
    const found = firstAt(item, rest, `${here}[${at}]`)
    if (found) return found
  }
  return undefined
}

function refuse({ displayName }: ModelFacts, param: string, because: string): never {
  throw new AppError('unsupported_parameter', {
    message: `Farebox does not pass on ${param}: ${displayName} ${because}. Nothing was charged.`,
    param,
  })
}
